import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createNearIndex } from '@usufruct/cleaning/duplicates/near/nearIndex'
import { nearDuplicatesInBulk } from '@usufruct/cleaning/node/nearDuplicatesInBulk'
import { wordShingles } from '@usufruct/cleaning/testing/wordShingles'
import type { BenchRow } from '../report.ts'
import { installPeers, peers } from './installPeers.ts'
import { licensePassages, takeDocuments } from './licenseTexts.ts'
import type { Part } from './part.ts'

const threshold = 0.8
const rounds = 3
const givenToPeers = 2_000
const full = { timed: 100_000, remembered: 1_000_000 }
const small = { timed: 4_000, remembered: 20_000 }

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Later and earlier document of every pair at or above the threshold, from their words as they are spelled: each is
 * compared with all that share any run of five words with it, which are all that can be alike. */
const bruteForce = (documents: readonly ReadonlySet<string>[]): Map<string, number> => {
  const holders = new Map<string, number[]>()
  const pairs = new Map<string, number>()
  for (const [at, shingles] of documents.entries()) {
    const shared = new Map<number, number>()
    for (const shingle of shingles) {
      const earlier = holders.get(shingle) ?? []
      for (const other of earlier) shared.set(other, (shared.get(other) ?? 0) + 1)
      if (earlier.push(at) === 1) holders.set(shingle, earlier)
    }
    for (const [other, count] of shared) {
      const similarity = count / (shingles.size + (documents[other]?.size ?? 0) - count)
      if (similarity >= threshold) pairs.set(`${at} ${other}`, similarity)
    }
  }
  return pairs
}

const share = (found: ReadonlySet<string>, among: ReadonlyMap<string, number>) => {
  const right = [...found].filter((pair) => among.has(pair)).length
  return { recall: right / among.size, precision: right / found.size }
}

type PeerAnswer = Record<
  'datasketch' | 'datasketchAtOnce' | 'rensa',
  { seconds: number; pairs: [number, number][] }
>

/** Undefined where the peers could not be installed. */
type Ask = ((documents: readonly ReadonlySet<string>[]) => PeerAnswer) | undefined

const askWith =
  (python: string): Ask =>
  (documents) =>
    JSON.parse(
      execFileSync(python, [beside('nearPeers.py')], {
        input: JSON.stringify({ shingles: documents.map((shingles) => [...shingles]) }),
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
      }),
    )

const datasketch = `datasketch ${peers.datasketch}`
const noPeers = 'datasketch and rensa could not be installed from PyPI'

type Cost = { wall: number; cpu: number }

/** Seconds, the least of several rounds: the machine's other work only ever adds. */
const costOf = async (work: () => unknown): Promise<Cost> => {
  const least = { wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    const [wall, before] = [performance.now(), process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(before)
    least.wall = Math.min(least.wall, (performance.now() - wall) / 1e3)
    least.cpu = Math.min(least.cpu, (user + system) / 1e6)
  }
  return least
}

const rounded = (value: number, digits = 4) => +value.toFixed(digits)

const measureFinding = (ask: Ask): BenchRow[] => {
  const passages = licensePassages()
  const shingles = passages.map(wordShingles)
  const truth = bruteForce(shingles)
  const index = createNearIndex()
  const ours = share(
    new Set(passages.flatMap((text, at) => index.add(text).map(({ document }) => `${at} ${document}`))),
    truth,
  )
  const asked = ask?.(shingles)
  const shareOf = (peer: keyof PeerAnswer) =>
    asked && share(new Set(asked[peer].pairs.map((pair) => pair.join(' '))), truth)
  const [theirs, rensa] = [shareOf('datasketchAtOnce'), shareOf('rensa')]
  const compared = (what: keyof typeof ours) =>
    theirs ? { peer: datasketch, peerValue: rounded(theirs[what]) } : {}
  const others = (what: keyof typeof ours) => (rensa ? `rensa ${rounded(rensa[what])}` : noPeers)
  const barely = [...truth.values()].filter((similarity) => similarity < 0.85).length
  return [
    {
      id: 'near-duplicates found',
      value: rounded(ours.recall),
      unit: 'recall',
      goal: '≥ 0.998',
      ...compared('recall'),
      note: `${passages.length} passages of the licenses on the SPDX list, ${truth.size} pairs at or above ${threshold}, of which ${barely} below .85; ${others('recall')}`,
    },
    {
      id: 'near-duplicates that are none',
      value: rounded(ours.precision),
      unit: 'precision',
      goal: '= 1',
      ...compared('precision'),
      note: `peers name candidates and do not compare them; ${others('precision')}`,
    },
  ]
}

const measureSpeed = async (ask: Ask, timed: number): Promise<BenchRow[]> => {
  const documents = takeDocuments(timed)
  const batches = Array.from({ length: timed / 500 }, (_, i) => documents.slice(i * 500, (i + 1) * 500))
  const one = await costOf(() => {
    const index = createNearIndex()
    for (const document of documents) index.add(document)
  })
  const two = await costOf(async () => {
    for await (const _ of nearDuplicatesInBulk(batches, { workers: 2 }));
  })
  const perSecond = (seconds: number) => Math.round(timed / seconds)
  const what = `documents of 200 words, ${timed.toLocaleString('en')} of them: read, sketched, indexed, compared; the most of ${rounds} rounds`
  return [
    {
      id: 'near-duplicates on two cores',
      value: perSecond(two.wall),
      unit: 'documents/s',
      goal: '≥ 12000',
      note: `${what}; two threads read and sketch; starting them is included; ${rounded((two.cpu / timed) * 1e6, 1)} µs of processor time for each document; the machine’s load was ${rounded(loadavg()[0] ?? 0, 1)}`,
    },
    {
      id: 'near-duplicates on two cores, stretch',
      value: perSecond(two.wall),
      unit: 'documents/s',
      goal: '≥ 30000',
      stretch: true,
    },
    ...besidePeers(
      ask?.(documents.slice(0, givenToPeers).map(wordShingles)),
      perSecond(one.cpu),
      `${what}; ${perSecond(one.wall)} by the clock`,
    ),
  ]
}

/** `inOneThread`: our documents in a second of processor time. */
const besidePeers = (asked: PeerAnswer | undefined, inOneThread: number, what: string): BenchRow[] => {
  const times = { id: 'near-duplicates in one thread, times datasketch', unit: '×', goal: '≥ 50' }
  if (!asked)
    return [
      {
        id: 'near-duplicates in one thread',
        value: inOneThread,
        unit: 'documents/s of processor time',
        note: what,
      },
      { ...times, value: null, note: noPeers },
    ]
  const theirs = (peer: keyof PeerAnswer) => Math.round(1 / asked[peer].seconds)
  const against = (id: string, peer: string, peerValue: number, note: string): BenchRow => ({
    id: `near-duplicates in one thread, ${id}`,
    value: inOneThread,
    unit: 'documents/s of processor time',
    peer,
    peerValue,
    note: `${note}; the peer’s from words that were read already, and nothing compared`,
  })
  return [
    against(
      'one shingle after the other',
      datasketch,
      theirs('datasketch'),
      `${what}; the peer as its documentation uses it`,
    ),
    against('all shingles at once', datasketch, theirs('datasketchAtOnce'), 'the peer’s update_batch'),
    against('rensa', `rensa ${peers.rensa}`, theirs('rensa'), 'the peer is compiled from Rust'),
    {
      ...times,
      value: rounded(inOneThread / theirs('datasketch'), 1),
      note: 'one shingle after the other',
    },
  ]
}

const measureMemory = (remembered: number): BenchRow[] => {
  const said = execFileSync(process.execPath, ['--import', 'tsx', beside('nearMemory.ts'), `${remembered}`], {
    encoding: 'utf8',
  })
  const { peakKiB, matched } = JSON.parse(said) as { peakKiB: number; matched: number }
  return [
    {
      id: `near-duplicates among ${remembered.toLocaleString('en')} documents`,
      value: Math.round(peakKiB / 1024),
      unit: 'MiB',
      goal: '≤ 2048',
      note: `the most that a process with nothing else in it had resident; ${matched} nearly repeated an earlier one`,
    },
  ]
}

/** Near-duplicate texts: how many of them are found, how fast, and what remembering a million takes. */
export const measureNearDuplicates: Part = async ({ quick, say }) => {
  const { timed, remembered } = quick ? small : full
  let ask: Ask
  try {
    ask = askWith(installPeers())
  } catch (error) {
    say(`${noPeers}: ${error}`)
  }
  say('compares passages of licenses, each with all')
  const finding = measureFinding(ask)
  say(`times ${timed.toLocaleString('en')} documents, ${2 * rounds} rounds`)
  const speed = await measureSpeed(ask, timed)
  say(`remembers ${remembered.toLocaleString('en')} documents`)
  return [...finding, ...speed, ...measureMemory(remembered)]
}
