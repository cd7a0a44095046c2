import type { Column } from '@usufruct/sdk/http/values'

const words: Record<Column['type'], string> = {
  string: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  datetime: 'Date and time',
}

export const columnTypeInWords = (column: Column) => words[column.type]

/** What a value may be, beyond its type: “25 to 70 mm”, “Adelie, Chinstrap or Gentoo”. */
export const allowedInWords = ({ values, min, max, unit }: Column): string => {
  if (values && values.length > 0)
    return values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
  const ending = unit ? ` ${unit}` : ''
  if (min !== undefined && max !== undefined) return `${min} to ${max}${ending}`
  if (min !== undefined) return `at least ${min}${ending}`
  if (max !== undefined) return `at most ${max}${ending}`
  return unit ? `in ${unit}` : ''
}

export const isNumeric = (column: Pick<Column, 'type'>) =>
  column.type === 'integer' || column.type === 'number'
