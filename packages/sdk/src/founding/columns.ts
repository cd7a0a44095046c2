import { type Column, column } from '../http/values.ts'

const types = column.shape.type.options

type Refusal = { message: string; hint: string }

const form = `Write one column a line: name, a colon, one of ${types.join(', ')}, and ? if it may be empty. Such as “weight: number? in kg”.`

/** What a release adds to every row. */
const reserved = ['record_id', 'contributor', 'grant']

const lineOf = (text: string): Column | Refusal => {
  const match =
    /^([\p{L}_][\p{L}\p{N}_ -]{0,99}?)\s*:\s*([a-z]+)(\?)?(?:\s+in\s+(\S{1,64}))?(?:\s+[-–]\s+(.{1,500}))?$/u.exec(
      text.trim(),
    )
  const type = types.find((each) => each === match?.[2])
  if (!match?.[1] || !type) return { message: `“${text.trim().slice(0, 60)}” is no column.`, hint: form }
  return {
    name: match[1],
    type,
    nullable: match[3] === '?',
    ...(match[4] ? { unit: match[4] } : {}),
    ...(match[5] ? { description: match[5] } : {}),
  }
}

/** A table's columns as people write them, one a line (or between semicolons): `weight: number? in kg - dry`. */
export const parseColumns = (text: string): Column[] | Refusal => {
  const columns: Column[] = []
  for (const line of text.split(/[\n;]/).filter((each) => each.trim() !== '')) {
    const parsed = lineOf(line)
    if ('message' in parsed) return parsed
    if (reserved.includes(parsed.name))
      return { message: `${parsed.name} is added to every row by itself.`, hint: 'Leave that column out.' }
    if (columns.some(({ name }) => name === parsed.name))
      return { message: `A second column is called ${parsed.name}.`, hint: 'Give each its own name.' }
    columns.push(parsed)
  }
  if (columns.length === 0) return { message: 'There is no column.', hint: form }
  if (columns.length > 200)
    return { message: `There are ${columns.length} columns; 200 fit.`, hint: 'Split the table.' }
  return columns
}
