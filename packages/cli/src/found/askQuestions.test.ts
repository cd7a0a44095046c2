import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import type { Answers } from '@usufruct/sdk/founding/field'
import { foundingQuestions } from '@usufruct/sdk/founding/questions'
import { legalTemplates } from '@usufruct/sdk/founding/testing/legalTemplates'
import { expect, test } from 'vitest'
import { createCli } from '../cli.ts'
import { createRecordingIo } from '../testing/recordingIo.ts'
import { askQuestions } from './askQuestions.ts'

const templates = legalTemplates()
const questions = foundingQuestions(templates)

/** Somebody at a terminal who answers by what is asked, and with Enter otherwise. */
const person = (answerTo: (label: string, times: number) => string | undefined) => {
  const signal = new AbortController()
  const seen = new Map<string, number>()
  let asked = ''
  const { io, said } = createRecordingIo({
    interactive: true,
    ask: async () => {
      const [label = ''] = asked.trim().split('\n')
      const times = (seen.get(label) ?? 0) + 1
      seen.set(label, times)
      if (answerTo(label, times) === 'CTRL-C') signal.abort()
      return answerTo(label, times) ?? ''
    },
  })
  const { err } = io
  io.err = (text) => {
    if (text.startsWith('\n  ')) asked = text
    err(text)
  }
  return { cli: createCli(io, () => ({}), signal.signal), said }
}

const ask = async (
  answerTo: (label: string, times: number) => string | undefined,
  start = { answers: {}, step: 0 },
) => {
  const kept: { answers: Answers; step: number }[] = []
  const { cli, said } = person(answerTo)
  const done = askQuestions(cli, questions, start, async (answers, step) => {
    kept.push({ answers, step })
  })
  return { done, kept, said }
}

test('Enter, Enter, Enter is a charter; consequences, rights and the money stand there', async () => {
  const { done, said } = await ask(() => undefined)
  expect(answersToCharter(await done, templates).name).toBe('Our Data Co-op')
  expect(said.err).toContain('Everyone who takes part may be liable')
  expect(said.err).toContain('Never up for a vote')
  expect(said.err).toContain('Of 10,000.00 PRACTICE, members get 7,000.00 PRACTICE')
})

test('options go by number or by name, and a bad answer is asked again with the reason', async () => {
  const { done, said } = await ask((label, times) => {
    if (label === 'Your offers') return '2'
    if (label === 'How old is a member at least? (years)') return times === 1 ? '7' : '16'
    if (label === 'Deadlines') return 'weeks'
    return undefined
  })
  const charter = answersToCharter(await done, templates)
  expect(charter.offers).toHaveLength(1)
  expect(charter.data.minAge).toBe(16)
  expect(charter.windows.releaseEvery).toBe(30 * 86_400)
  expect(said.err).toContain('“7” does not fit')
})

test('back leads to the question before, and answers stay', async () => {
  const { done, kept } = await ask((label, times) => {
    if (label === 'Name') return times === 1 ? 'River Watch' : undefined
    if (label === 'Legal form') return times === 1 ? 'back' : undefined
    return undefined
  })
  expect((await done).name).toBe('River Watch')
  expect(kept.filter(({ step }) => step === 1).length).toBeGreaterThan(0)
})

test('what was answered before Ctrl-C is kept, and asked from there', async () => {
  const { done, kept } = await ask((label) => {
    if (label === 'Name') return 'River Watch'
    return label === 'How old is a member at least? (years)' ? 'CTRL-C' : undefined
  })
  await expect(done).rejects.toMatchObject({ code: 'INTERRUPTED' })
  const last = kept.at(-1)
  expect(last).toMatchObject({ step: 2, answers: { name: 'River Watch', 'data.personalData': 'none' } })
  const again = await ask(() => undefined, { answers: { ...last?.answers }, step: last?.step ?? 0 })
  expect((await again.done).name).toBe('River Watch')
  expect(again.said.err).not.toContain('1 of 6')
})

test('parts that do not add up are asked again', async () => {
  const { done, said } = await ask((label, times) =>
    label.startsWith('To the treasury') ? (times === 1 ? '30' : '20') : undefined,
  )
  expect(answersToCharter(await done, templates).split.treasuryBps).toBe(2000)
  expect(said.err).toContain('110 %')
})

test('nobody behind the input ends it', async () => {
  const { done } = await ask((label) => (label === 'Name' ? '{{x}}' : undefined))
  await expect(done).rejects.toMatchObject({ code: 'ANSWER_INVALID' })
})
