import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { describeSplit } from '@usufruct/sdk/founding/describeSplit'
import {
  type Answer,
  type Answers,
  answerOf,
  checkField,
  type Field,
  type Question,
} from '@usufruct/sdk/founding/field'
import { checkQuestion, withDefaults } from '@usufruct/sdk/founding/questions'
import { splitOf } from '@usufruct/sdk/founding/questions/split'
import { type Lending, simulateSplit } from '@usufruct/sdk/founding/simulateSplit'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'

const coin = { symbol: 'PRACTICE', decimals: 6 }
const typical: { members: number; lending: Lending } = { members: 120, lending: { kind: 'long-tail' } }

/** Of 10,000: what the split does to a co-op of some size. */
export const sayExample = (answers: Answers): string[] => {
  const simulated = simulateSplit({ amount: 10_000_000_000n, split: splitOf(answers), ...typical })
  const { summary, details } = describeSplit(simulated, typical.lending, coin)
  return [summary, ...details]
}

const shown = (answer: Answer): string =>
  typeof answer === 'string' ? answer.replaceAll('\n', '; ') : answer.length === 0 ? '-' : answer.join(', ')

const describeField = (cli: Cli, field: Field): string => {
  const { bold, dim, yellow } = cli.style
  const lines = [`\n  ${bold(field.label)}${field.kind === 'number' ? dim(` (${field.unit})`) : ''}`]
  if (field.says) lines.push(dim(`  ${field.says}`))
  if (field.kind === 'choice' || field.kind === 'many')
    field.options.forEach(({ value, label, consequences }, at) => {
      lines.push(`    ${bold(`${at + 1}`)}  ${label} ${dim(`(${value})`)}`)
      for (const consequence of consequences) lines.push(`       ${dim('·')} ${consequence}`)
    })
  if (field.kind === 'many' && field.never) {
    lines.push(`    ${yellow(field.never.title)}:`)
    for (const says of field.never.says) lines.push(`       ${yellow('×')} ${says}`)
  }
  return `${lines.join('\n')}\n`
}

/** What was typed, as an answer: numbers stand for options, `-` for nothing. */
const understood = (field: Field, typed: string): Answer => {
  const option = (word: string) => {
    if (field.kind !== 'choice' && field.kind !== 'many') return word
    return /^\d+$/.test(word) ? (field.options[Number(word) - 1]?.value ?? word) : word
  }
  if (field.kind === 'many')
    return typed === '-'
      ? []
      : typed
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(option)
  if (field.kind === 'text') return typed === '-' ? '' : field.lines ? typed.replaceAll(';', '\n') : typed
  return option(typed)
}

const back = Symbol('back')
/** An input that only ever gives what is refused has nobody behind it. */
const mostRefusals = 20

const sayWrong = (cli: Cli, error: unknown) => {
  const known = findUsufructError(error)
  if (!known) throw error
  cli.io.err(`  ${cli.style.red(plain(known.message))}\n  ${plain(known.hint)}\n`)
}

const askField = async (cli: Cli, field: Field, answers: Answers): Promise<Answer | typeof back> => {
  cli.io.err(describeField(cli, field))
  const standing = answerOf(field, answers)
  for (let refusals = 0; ; ) {
    const typed = (await cli.io.ask(`  [${shown(standing)}] `)).trim()
    if (cli.signal.aborted)
      throw new UsufructError({ code: 'INTERRUPTED', kind: 'internal', message: 'Stopped.', hint: '' })
    if (typed === '<' || typed.toLowerCase() === 'back') return back
    try {
      return checkField(field, typed === '' ? standing : understood(field, typed), answers)
    } catch (error) {
      refusals++
      if (refusals >= mostRefusals) throw error
      sayWrong(cli, error)
    }
  }
}

/** The fields of one question. Null: back to the one before. */
const askQuestion = async (
  cli: Cli,
  questions: readonly Question[],
  question: Question,
  given: Answers,
  keep: (answers: Answers) => Promise<void>,
): Promise<Answers | null> => {
  let answers = given
  for (const field of question.fields) {
    const filled = withDefaults(questions, answers)
    if (!(field.when?.(filled) ?? true)) continue
    const answer = await askField(cli, field, filled)
    if (answer === back) return null
    answers = { ...answers, [field.id]: answer }
    await keep(answers)
  }
  checkQuestion(questions, question, answers)
  return answers
}

/**
 * Asks all questions from one on, each with what its answers mean; `keep` is called after every answer. “back” leads
 * to the question before.
 * @throws UsufructError `INTERRUPTED`
 */
export const askQuestions = async (
  cli: Cli,
  questions: readonly Question[],
  start: { answers: Answers; step: number },
  keep: (answers: Answers, step: number) => Promise<void>,
): Promise<Answers> => {
  let { answers } = start
  let at = Math.min(start.step, questions.length - 1)
  let refusals = 0
  cli.io.err(
    '\nEnter takes what stands in brackets, “back” goes to the question before. Nothing is final yet.\n',
  )
  while (at < questions.length) {
    const question = questions[at] as Question
    cli.io.err(
      `\n${cli.style.bold(`${at + 1} of ${questions.length}  ${question.title}`)}\n${question.says}\n`,
    )
    try {
      const asked = await askQuestion(cli, questions, question, answers, async (next) => {
        answers = next
        await keep(answers, at)
      })
      if (!asked) {
        at = Math.max(0, at - 1)
        continue
      }
      answers = asked
      refusals = 0
    } catch (error) {
      if (cli.signal.aborted) throw error
      refusals++
      if (refusals >= mostRefusals) throw error
      sayWrong(cli, error)
      continue
    }
    if (question.id === 'split')
      cli.io.err(
        `\n${sayExample(withDefaults(questions, answers))
          .map((line) => `  ${line}`)
          .join('\n')}\n`,
      )
    at++
    await keep(answers, at)
  }
  return answers
}
