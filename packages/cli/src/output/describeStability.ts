import type { Stability } from '@usufruct/sdk/http/routes/terms'
import { plain } from '../io.ts'
import { formatDay } from './dates.ts'
import type { Style } from './style.ts'
import { facts } from './table.ts'

const percent = (share: number) => `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)}%`

const rowsOf = ({ rows, members }: { rows: number; members: number }) =>
  `${rows} rows of ${members} ${members === 1 ? 'member' : 'members'}`

const bullets = (sentences: readonly string[]) =>
  sentences.map((sentence) => `  - ${plain(sentence)}\n`).join('')

/** What a licensee should know before paying. */
export const describeStability = (sheet: Stability, style: Style): string => {
  const { outlasting, withdrawals, paused } = sheet
  return [
    `\n${style.bold('How stable it is')}\n`,
    facts(
      [
        ['Outlasts the term', `${percent(outlasting.share)}: ${rowsOf(outlasting)}, unless they stop`],
        [
          'Taken back so far',
          withdrawals.last === null
            ? 'nothing'
            : `${rowsOf(withdrawals)}, last on ${formatDay(withdrawals.last)}`,
        ],
        [
          'In a year',
          withdrawals.perYear === null
            ? 'not known: less than a month of history'
            : `${percent(withdrawals.perYear)} of the rows, if it goes on like that`,
        ],
        ['Paused now', paused.rows === 0 ? 'nothing' : rowsOf(paused)],
        ['Personal data', sheet.personalData],
        ['Promised', `${sheet.warranties.join(', ') || 'nothing'}. ${sheet.warrantyText}`],
        ['Refunds', sheet.refunds],
        ['Contact', sheet.contact],
        ['Terms', sheet.terms],
        ['License text', sheet.legalText],
      ],
      style,
    ),
    `\n${style.bold('What stays with you when members take data back')}\n`,
    bullets(sheet.survives),
    `\n${style.bold('What does not')}\n`,
    bullets(sheet.ends),
  ].join('')
}
