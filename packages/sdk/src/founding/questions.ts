import { UsufructError } from '../domain/errors.ts'
import {
  type Answer,
  type Answers,
  answerInvalid,
  answerOf,
  checkField,
  type Field,
  listAnswer,
  type Question,
  textAnswer,
} from './field.ts'
import { data } from './questions/data.ts'
import { languageOptions, offers } from './questions/offers.ts'
import { rules, votesOf } from './questions/rules.ts'
import { split } from './questions/split.ts'
import { who } from './questions/who.ts'
import { wrapperKindOf, wrapperQuestion } from './questions/wrapper.ts'
import { agreementTemplates, type FoundingTemplate, licenseTemplates } from './templates.ts'
import { type Refusal, wrappers } from './wrappers.ts'

/** The six questions. What can be chosen depends on the legal texts that are there. */
export const foundingQuestions = (templates: readonly FoundingTemplate[]): readonly Question[] => [
  who,
  wrapperQuestion,
  data,
  offers(licenseTemplates(templates)),
  split,
  rules(languageOptions(agreementTemplates(templates))),
]

/** Fields of the charter, by the answer that they come from, as far as a legal form looks at them. */
const answerBehind: Readonly<Record<string, string>> = {
  purpose: 'purpose',
  'wrapper.legalName': 'wrapper.legalName',
  'wrapper.accountableAgent': 'wrapper.accountableAgent',
  'money.surplus': 'money.surplus',
  'governance.weight': 'governance.weight',
  'governance.votes': 'governance.votes',
}

/** What the legal form does not go with, in the answers as they stand. */
const refusalsOf = (answers: Answers): Refusal[] => {
  const kind = wrapperKindOf(answers)
  return wrappers[kind].refuses({
    name: textAnswer(answers, 'name'),
    purpose: textAnswer(answers, 'purpose'),
    wrapper: {
      legalName: textAnswer(answers, 'wrapper.legalName'),
      accountableAgent: textAnswer(answers, 'wrapper.accountableAgent'),
      minMembers: wrappers[kind].minMembers,
    },
    governance: {
      weight: textAnswer(answers, 'governance.weight'),
      votes: votesOf(listAnswer(answers, 'governance.votes')),
    },
    money: { payments: 'license-fee', surplus: textAnswer(answers, 'money.surplus') },
  })
}

/** Those fields of a question that are asked, as the answers stand. */
export const askedFields = (question: Question, answers: Answers): Field[] =>
  question.fields.filter((field) => field.when?.(answers) ?? true)

/** Answers with every default filled in, in the questions' order: a later default may look at an earlier answer. */
export const withDefaults = (questions: readonly Question[], answers: Answers): Answers => {
  const filled: Record<string, Answer> = { ...answers }
  for (const question of questions)
    for (const field of question.fields)
      if (field.when?.(filled) ?? true) filled[field.id] = answerOf(field, filled)
  return filled
}

/** Checks the answers of one question, the defaults among them. `asked` are all answers so far.
 * @throws UsufructError `ANSWER_INVALID`, `CHARTER_RIGHTS_UP_FOR_VOTE` naming question and field */
export const checkQuestion = (
  questions: readonly Question[],
  question: Question,
  asked: Answers,
): Answers => {
  const answers: Record<string, Answer> = { ...withDefaults(questions, asked) }
  try {
    for (const field of askedFields(question, answers))
      answers[field.id] = checkField(field, answerOf(field, answers), answers)
    question.check?.(answers)
    const own = new Set(question.fields.map(({ id }) => id))
    const refusal = refusalsOf(answers).find(({ path }) => own.has(answerBehind[path.join('.')] ?? ''))
    if (refusal) {
      const field = answerBehind[refusal.path.join('.')] ?? ''
      const label = question.fields.find(({ id }) => id === field)?.label ?? field
      throw answerInvalid(
        field,
        `“${label}” ${refusal.words}.`,
        'Change it, or go back and choose another legal form.',
        { wrapper: wrapperKindOf(answers) },
      )
    }
  } catch (error) {
    if (!(error instanceof UsufructError)) throw error
    throw new UsufructError({
      code: error.code,
      message: error.message,
      hint: error.hint,
      kind: error.kind,
      details: { question: question.id, ...error.details },
      cause: error,
    })
  }
  return answers
}

/** Checks everything; gives the answers with defaults and in their fields' form.
 * @throws UsufructError `ANSWER_UNKNOWN` for an answer to nothing that is asked, and what {@link checkQuestion} throws */
export const checkAnswers = (questions: readonly Question[], answers: Answers): Answers => {
  const known = new Set(questions.flatMap(({ fields }) => fields.map(({ id }) => id)))
  const odd = Object.keys(answers).find((id) => !known.has(id))
  if (odd !== undefined)
    throw new UsufructError({
      code: 'ANSWER_UNKNOWN',
      message: `Nothing that is asked is called “${odd.slice(0, 60)}”.`,
      hint: `Leave it out. There are: ${[...known].slice(0, 12).join(', ')} …`,
      details: { field: odd.slice(0, 60) },
    })
  let checked = withDefaults(questions, answers)
  for (const question of questions) checked = checkQuestion(questions, question, checked)
  return checked
}
