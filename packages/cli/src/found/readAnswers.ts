import { readFile } from 'node:fs/promises'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Answer, Answers } from '@usufruct/sdk/founding/field'

const unreadable = (path: string, problem: string, cause?: unknown) =>
  new UsufructError({
    code: 'ANSWERS_UNREADABLE',
    message: `${path} ${problem}.`,
    hint: 'Write a JSON object such as {"name": "Our Co-op", "offers": ["research"]}.',
    details: { path },
    cause,
  })

export const readJsonFile = async (path: string): Promise<unknown> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsufructError({
      code: 'FILE_NOT_FOUND',
      kind: 'notFound',
      message: `${path} cannot be read.`,
      hint: 'Is the path right?',
      details: { path },
      cause,
    })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(path, 'is not JSON', cause)
  }
}

const asAnswer = (value: unknown): Answer | null => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null
}

/** Answers by field id; numbers and yes/no may be written as JSON has them.
 * @throws UsufructError `FILE_NOT_FOUND`, `ANSWERS_UNREADABLE` */
export const readAnswers = async (path: string): Promise<Answers> => {
  const json = await readJsonFile(path)
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw unreadable(path, 'holds no answers by name')
  return Object.fromEntries(
    Object.entries(json).map(([id, value]) => {
      const answer = asAnswer(value)
      if (answer === null) throw unreadable(path, `has no answer under “${id.slice(0, 60)}”`)
      return [id, answer]
    }),
  )
}
