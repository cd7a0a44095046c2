import type { Hex } from 'viem'
import { beforeEach, expect, it } from 'vitest'
import { ConnectionLost, createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { commitScore } from './commitScore.ts'
import { revealScore } from './revealScore.ts'
import { scoreCommitmentOf } from './scoreDraft.ts'

const task = { round: `0x${'a1'.repeat(32)}`, contribution: `0x${'a2'.repeat(32)}` } as const

type Commit = { message: { commitment: Hex; reviewer: Hex } }
type Reveal = { message: { score: number; salt: Hex; reviewer: Hex }; note: string }

let dao: FakeDao
let commits: Commit[]
let reveals: Reveal[]
beforeEach(() => {
  dao = createFakeDao()
  commits = []
  reveals = []
  dao.hooks.answers = {
    'POST /api/review/commits': (body: Commit) => {
      commits.push(body)
      return { phase: 'commit' }
    },
    'POST /api/review/reveals': (body: Reveal) => {
      reveals.push(body)
      return { phase: 'reveal' }
    },
  }
})

it('shows what was committed to, with the note given then', async () => {
  await commitScore(await dao.actor(), { task, score: 4, note: 'clear' })
  // Another process of the same device.
  expect(await revealScore(await dao.actor(), { task })).toEqual({ score: 4, phase: 'reveal' })
  const [commit] = commits
  const [reveal] = reveals
  expect(reveal?.note).toBe('clear')
  expect(scoreCommitmentOf(task, dao.address, reveal?.message ?? { score: 0, salt: '0x' })).toBe(
    commit?.message.commitment,
  )
})

it('hides the score: the same one commits differently each time', async () => {
  await commitScore(await dao.actor(), { task, score: 4 })
  await revealScore(await dao.actor(), { task })
  await commitScore(await dao.actor(), { task: { ...task, round: `0x${'b1'.repeat(32)}` }, score: 4 })
  expect(commits[0]?.message.commitment).not.toBe(commits[1]?.message.commitment)
})

it('commits to the same again when the answer was lost', async () => {
  dao.hooks.before = (what) => {
    if (what === 'POST /api/review/commits' && commits.length === 0) {
      dao.hooks.before = () => undefined
      throw new ConnectionLost()
    }
  }
  await expect(commitScore(await dao.actor(), { task, score: 4 })).rejects.toMatchObject({
    code: 'NODE_UNREACHABLE',
  })
  await commitScore(await dao.actor(), { task, score: 4 })
  await commitScore(await dao.actor(), { task: { ...task, committed: true }, score: 4 })
  expect(commits[1]?.message.commitment).toBe(commits[0]?.message.commitment)
})

it('does not change a score that was committed to', async () => {
  await commitScore(await dao.actor(), { task, score: 4 })
  await expect(
    commitScore(await dao.actor(), { task: { ...task, committed: true }, score: 1 }),
  ).rejects.toMatchObject({ code: 'SCORE_COMMITTED' })
  await revealScore(await dao.actor(), { task })
  expect(reveals[0]?.message.score).toBe(4)
})

it('keeps the score until it has been shown', async () => {
  await commitScore(await dao.actor(), { task, score: 4 })
  dao.hooks.before = (what) => {
    if (what === 'POST /api/review/reveals') throw new ConnectionLost()
  }
  await expect(revealScore(await dao.actor(), { task })).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
  dao.hooks.before = () => undefined
  await revealScore(await dao.actor(), { task })
  await expect(revealScore(await dao.actor(), { task })).rejects.toMatchObject({ code: 'SCORE_NOT_KEPT' })
})
