import { expect, it } from 'vitest'
import { printSummary } from './summary.ts'

it('prints who earned what, what was left out, and an equation in whole units', () => {
  const text = printSummary({
    coin: { address: '0x0000000000000000000000000000000000000001', symbol: 'PUSD', decimals: 6 },
    members: [
      {
        account: 'jun',
        rows: 34,
        newRows: 34,
        redactions: 4,
        state: 'accepted',
        earned: 111_562_500n,
        leftOut: '',
      },
      {
        account: 'lena',
        rows: 26,
        newRows: 0,
        redactions: 0,
        state: 'accepted',
        earned: 0n,
        leftOut: 'lent by someone else before',
      },
      {
        account: 'ivo',
        rows: 18,
        newRows: 18,
        redactions: 0,
        state: 'rejected',
        earned: 0n,
        leftOut: 'the reviewers turned it down',
      },
    ],
    money: { price: 1_260n, members: 881n, reviewers: 126n, treasury: 252n, dust: 1n },
  })
  expect(text).toBe(
    [
      'Who earned what, what was left out and why:',
      '  jun        34 of 34 rows        111.5625 PUSD  4 redacted',
      '  lena        0 of 26 rows            0.00 PUSD  lent by someone else before',
      '  ivo         0 of 18 rows            0.00 PUSD  the reviewers turned it down',
      '',
      'Price 1260 = members 881 + reviewers 126 + treasury 252 + dust 1',
      '  in the coin’s smallest unit; 0.00126 PUSD in all',
    ].join('\n'),
  )
})
