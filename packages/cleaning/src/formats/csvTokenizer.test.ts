import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../limits.ts'
import { createCsvTokenizer, RFC_4180 } from './csvTokenizer.ts'

const tokenize = (text: string, delimiter: string, cuts: readonly number[] = []) => {
  const tokenizer = createCsvTokenizer({ ...RFC_4180, delimiter: delimiter }, DEFAULT_LIMITS)
  const at = [0, ...[...cuts].sort((a, b) => a - b), text.length]
  const records = at.slice(1).flatMap((end, i) => tokenizer.push(text.slice(at[i], end), false))
  return [...records, ...tokenizer.push('', true)].map(({ fields }) => fields)
}

const field = fc.string({
  unit: fc.constantFrom('a', 'é', '1', ' ', '"', ',', ';', '\t', '\n', '\r\n', '\u{1f427}'),
  maxLength: 6,
})
const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
const written = fc.record({
  rows: table,
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n'),
  ended: fc.boolean(),
})

it('agrees with csv-parse, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      written,
      fc.array(fc.nat(200), { maxLength: 6 }),
      ({ rows, delimiter, newline, ended }, cuts) => {
        const text =
          rows
            .map((row) =>
              row
                .map((value) =>
                  /["\r\n,;\t|]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value,
                )
                .join(delimiter),
            )
            .join(newline) + (ended ? newline : '')
        const expected = parse(text, {
          delimiter,
          relax_column_count: true,
          record_delimiter: [newline],
        }) as string[][]
        expect(tokenize(text, delimiter)).toEqual(expected)
        expect(
          tokenize(
            text,
            delimiter,
            cuts.map((cut) => cut % (text.length + 1)),
          ),
        ).toEqual(expected)
        expect(expected).toEqual(rows)
      },
    ),
    { seed: 4180, numRuns: 500 },
  )
})

it('takes any text in any pieces without losing a character outside quotes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ',', '\n', '\r', ' '), maxLength: 30 }),
      fc.array(fc.nat(30)),
      (text, cuts) => {
        const whole = tokenize(text, ',')
        expect(
          tokenize(
            text,
            ',',
            cuts.map((cut) => cut % (text.length + 1)),
          ),
        ).toEqual(whole)
        expect(whole.flat().join('')).toBe(text.replace(/[,\r\n]/g, ''))
      },
    ),
    { seed: 4181, numRuns: 500 },
  )
})
