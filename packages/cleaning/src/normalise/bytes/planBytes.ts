import { csv } from '../../formats/csv.ts'
import { signsOf } from '../../formats/csvLayout.ts'
import { hasHeader } from '../../formats/hasHeader.ts'
import { sniffDialect } from '../../formats/sniffDialect.ts'
import type { Recognised } from '../../recognise/recognise.ts'
import { castCell } from '../../schema/castCell.ts'
import { inferColumn } from '../../schema/inferColumns.ts'
import { nameColumns } from '../../schema/nameColumns.ts'
import { newProfile, type Profile } from '../../schema/profileCell.ts'
import { profileColumns } from '../../schema/profileColumns.ts'
import type { Settings } from '../../settings.ts'
import type { CleaningOptions } from '../../types.ts'
import { countMoment, type MomentTally, newMomentTally, readMoment, storedDatetime } from '../moment.ts'
import type { BytesColumn } from './bytesColumn.ts'
import type { BlockPlan } from './normaliseBlock.ts'

/** Each column being gathered takes some hundred kilobytes in each thread. */
const MOST_COLUMNS = 200

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/**
 * How the beginning of a file says that its bytes are to be read, or undefined where the byte lane does not read such
 * a file: it takes UTF-8, quotes as RFC 4180 has them, and columns as they are.
 */
export const planBytes = async (
  { format, encoding, head }: Recognised,
  settings: Settings,
  options: CleaningOptions,
  dropColumns: readonly string[],
): Promise<(BlockPlan & { header: boolean }) | undefined> => {
  if (format.name !== 'csv' || encoding !== 'utf-8' || head === undefined) return undefined
  if (options.dataset || options.mapping) return undefined
  const missing = [...settings.missing]
  if (!missing.every((word) => ASCII.test(word) && word === word.trim())) return undefined
  const dialect = sniffDialect(head)
  const { delimiter, quote, escapes, comments } = signsOf(dialect)
  if (quote !== '"' || escapes || comments || dialect.separatorLine) return undefined
  if (delimiter === ' ' || !ASCII.test(delimiter)) return undefined

  // A record that the head cuts in two is left out; cut inside a quote, it would be an error.
  const end = head.whole ? head.text.length : head.text.lastIndexOf('\n') + 1
  const context = { limits: settings.limits, header: options.header, sheet: undefined, head }
  const profiling = profileColumns(settings.missing, true)
  const sample: (readonly (string | undefined)[])[] = []
  let written: string[]
  try {
    const decoded = await csv.decode(once(head.text.slice(0, end)), context)
    written = decoded.columns
    for await (const batch of decoded.batches) {
      profiling.add(batch)
      for (const row of batch) if ('cells' in row) sample.push(row.cells as readonly (string | undefined)[])
    }
  } catch {
    // What is wrong with it, or only seems to be, is for the ordinary lane to say.
    return undefined
  }
  const { names } = nameColumns(written)
  if (dropColumns.some((name) => !names.includes(name))) return undefined
  const columns = names.flatMap((name, from): BytesColumn[] => {
    if (dropColumns.includes(name)) return []
    const profile = profiling.profiles[from] ?? newProfile()
    const moments = newMomentTally()
    for (const row of sample) countCell(moments, row[from], settings)
    return [columnOf(name, from, profile, moments)]
  })
  if (columns.length === 0 || columns.length > MOST_COLUMNS) return undefined
  const header = options.header ?? hasHeader(dialect.sample)
  return { delimiter, width: names.length, columns, missing, limits: settings.limits, header }
}

/** What a column is by all its values. */
export const columnOf = (name: string, from: number, profile: Profile, moments: MomentTally): BytesColumn => {
  const { column, decimalComma } = inferColumn(name, profile)
  const { type } = column
  const stored = type === 'datetime' ? storedDatetime(moments) : type
  return { name, from, type, stored, decimalComma, settled: profile.could === 0 }
}

const countCell = (moments: MomentTally, cell: string | undefined, { missing }: Settings) => {
  const column = { name: '', type: 'datetime', nullable: true } as const
  const cast = castCell(cell, column, { missing, decimalComma: false })
  if ('value' in cast && cast.value !== null) countMoment(moments, readMoment(String(cast.value)))
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
