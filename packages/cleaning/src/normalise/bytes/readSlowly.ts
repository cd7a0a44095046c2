import { castCell } from '../../schema/castCell.ts'
import { parseDate } from '../../schema/classify.ts'
import { isMissing, profileCell } from '../../schema/profileCell.ts'
import { daysFrom1970, readMoment } from '../moment.ts'
import { ABSENT, type ColumnReading, MISFIT, NOT_FINITE, TEXT, VALUE } from './bytesColumn.ts'
import { DOUBLED, type FieldBatch } from './fieldBatch.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** One field as the ordinary lane reads it, by the same functions: for whatever is not plain enough for bytes. */
export const readSlowly = (
  { bytes, width, starts, ends, flags }: FieldBatch,
  row: number,
  reading: ColumnReading,
  missing: ReadonlySet<string>,
): void => {
  const { column, profile, states, texts } = reading
  const field = row * width + column.from
  const written = decoder.decode(bytes.subarray(starts[field], ends[field]))
  const text = (flags[field] as number) & DOUBLED ? written.replaceAll('""', '"') : written
  if (isMissing(text, missing)) {
    profile.missing++
    states[row] = ABSENT
    return
  }
  profile.present++
  if (!column.settled) profileCell(text, profile, true)
  const cast = castCell(
    text,
    { name: column.name, type: column.type, nullable: true },
    { missing, decimalComma: column.decimalComma },
  )
  if ('reason' in cast) {
    states[row] = cast.reason === 'not-finite' ? NOT_FINITE : MISFIT
    return
  }
  const { value } = cast
  states[row] = VALUE
  if (typeof value === 'number') reading.numbers[row] = value
  else if (typeof value === 'boolean') reading.numbers[row] = value ? 1 : 0
  else if (column.type === 'date') reading.numbers[row] = dayOf(value as string)
  else if (column.type === 'datetime') keepMoment(reading, row, value as string)
  else {
    states[row] = TEXT
    texts.set(row, value as string)
  }
}

/** Days since 1970 of a date in the form that cleaning gives it. */
export const dayOf = (date: string): number => {
  const [year, month, day] = (parseDate(date) ?? '').split('-').map(Number)
  return daysFrom1970(year as number, month as number, day as number)
}

const keepMoment = (
  { column, states, numbers, micros, utc, texts }: ColumnReading,
  row: number,
  text: string,
) => {
  const moment = readMoment(text)
  if (moment && column.stored !== 'string') {
    numbers[row] = moment.seconds
    micros[row] = moment.micros
    utc[row] = moment.utc ? 1 : 0
    return
  }
  states[row] = TEXT
  texts.set(row, text)
}
