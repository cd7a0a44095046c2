import { UsufructError } from '../domain/errors.ts'

/** By field id. Everything is text, so that a form, a terminal and a file say the same. */
export type Answer = string | readonly string[]
export type Answers = Readonly<Record<string, Answer>>

export type Option = {
  value: string
  label: string
  /** What choosing it means, in sentences that stand beside it. */
  consequences: readonly string[]
}

type FieldBase = {
  id: string
  label: string
  /** A sentence under the label. */
  says?: string
  /** Asked only if this holds. */
  when?: (answers: Answers) => boolean
}

export type TextField = FieldBase & {
  kind: 'text'
  most: number
  optional?: boolean
  /** Several lines are fine, as in a list of columns. */
  lines?: boolean
  default: (answers: Answers) => string
  /** What is wrong with it beyond its length, and the way out. */
  refuse?: (value: string, answers: Answers) => { message: string; hint: string } | null
}
export type NumberField = FieldBase & {
  kind: 'number'
  min: number
  max: number
  /** How many digits may stand after the point. */
  decimals: number
  unit: string
  default: (answers: Answers) => string
}
export type ChoiceField = FieldBase & {
  kind: 'choice'
  options: readonly Option[]
  default: (answers: Answers) => string
}
export type ManyField = FieldBase & {
  kind: 'many'
  options: readonly Option[]
  /** At least so many. */
  least: number
  default: (answers: Answers) => readonly string[]
  /** Shown beside the options as what cannot be chosen, whoever asks. */
  never?: { title: string; says: readonly string[] }
  /** Refuses what is no option with a reason of its own. */
  refuse?: (value: string) => UsufructError | null
}
export type Field = TextField | NumberField | ChoiceField | ManyField

export type Question = {
  id: string
  title: string
  /** Why it is asked, in a sentence or two. */
  says: string
  fields: readonly Field[]
  /** What no single field can tell. @throws UsufructError `ANSWER_INVALID` */
  check?: (answers: Answers) => void
}

export const answerInvalid = (field: string, message: string, hint: string, details: object = {}) =>
  new UsufructError({ code: 'ANSWER_INVALID', message, hint, details: { field, ...details } })

/** The answer as it counts: what was given, else the default. */
export const answerOf = (field: Field, answers: Answers): Answer =>
  answers[field.id] ?? field.default(answers)

export const textAnswer = (answers: Answers, id: string): string => {
  const value = answers[id]
  return typeof value === 'string' ? value.trim() : ''
}

export const listAnswer = (answers: Answers, id: string): readonly string[] => {
  const value = answers[id]
  return value === undefined
    ? []
    : typeof value === 'string'
      ? value.split(',').map((one) => one.trim())
      : value
}

const checkText = (field: TextField, value: string, answers: Answers) => {
  if (value === '') {
    if (field.optional) return
    throw answerInvalid(field.id, `“${field.label}” is empty.`, 'Write something, or take the default.')
  }
  if (value.length > field.most)
    throw answerInvalid(
      field.id,
      `“${field.label}” has ${value.length} characters; ${field.most} fit.`,
      'Say it shorter.',
      { length: value.length, most: field.most },
    )
  if (!field.lines && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value))
    throw answerInvalid(
      field.id,
      `“${field.label}” has a line break or a character that cannot be seen.`,
      'Write it in one line of plain text: people sign it.',
    )
  if (value.includes('{{') || value.includes('}}'))
    throw answerInvalid(
      field.id,
      `“${field.label}” holds {{ or }}, which stand for blanks in the texts.`,
      'Leave the double braces out.',
    )
  const refused = field.refuse?.(value, answers)
  if (refused) throw answerInvalid(field.id, refused.message, refused.hint)
}

const checkNumber = (field: NumberField, value: string) => {
  const match = /^\d{1,12}(?:\.(\d+))?$/.exec(value)
  const number = Number(value)
  if (!match || (match[1]?.length ?? 0) > field.decimals || number < field.min || number > field.max)
    throw answerInvalid(
      field.id,
      `“${value.slice(0, 40)}” does not fit for “${field.label}”.`,
      `Write a number from ${field.min} to ${field.max}${field.decimals ? `, with at most ${field.decimals} decimals` : ''}.`,
      { value: value.slice(0, 40), min: field.min, max: field.max },
    )
}

const unknown = (field: ChoiceField | ManyField, value: string) =>
  answerInvalid(
    field.id,
    `“${value.slice(0, 60)}” is no answer to “${field.label}”.`,
    `Choose from: ${field.options.map((option) => option.value).join(', ')}.`,
    { value: value.slice(0, 60) },
  )

const checkMany = (field: ManyField, values: readonly string[]) => {
  for (const value of values) {
    if (field.options.some((option) => option.value === value)) continue
    throw field.refuse?.(value) ?? unknown(field, value)
  }
  if (new Set(values).size !== values.length)
    throw answerInvalid(field.id, `“${field.label}” names something twice.`, 'Name each once.')
  if (values.length < field.least)
    throw answerInvalid(
      field.id,
      `“${field.label}” needs at least ${field.least === 1 ? 'one' : field.least}.`,
      `Choose from: ${field.options.map((option) => option.value).join(', ')}.`,
    )
}

/**
 * Whether one answer can stand, and how it then reads: trimmed, in the form of its field.
 * @throws UsufructError `ANSWER_INVALID` naming the field, or a code of the field's own
 */
export const checkField = (field: Field, given: Answer, answers: Answers): Answer => {
  if (field.kind === 'many') {
    const values = (typeof given === 'string' ? given.split(',') : given)
      .map((value) => value.trim())
      .filter(Boolean)
    checkMany(field, values)
    return values
  }
  if (typeof given !== 'string')
    throw answerInvalid(field.id, `“${field.label}” takes one answer.`, 'Write it as text.')
  const value = given.trim()
  if (field.kind === 'text') checkText(field, value, answers)
  else if (field.kind === 'number') checkNumber(field, value)
  else if (!field.options.some((option) => option.value === value)) throw unknown(field, value)
  return value
}
