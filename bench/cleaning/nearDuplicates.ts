import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createNearIndex } from '@usufruct/cleaning/duplicates/near/nearIndex'
import { nearDuplicatesInBulk } from '@usufruct/cleaning/node/nearDuplicatesInBulk'
import { wordShingles } from '@usufruct/cleaning/testing/wordShingles'
import type { BenchRow } from '../report.ts'
import { installPeers, peers } from './installPeers.ts'
import { licensePassages, takeDocuments } from './licenseTexts.ts'

const threshold = 0.8
const timed = 100_000
const rounds = 3
const givenToPeers = 2_000
const remembered = 1_000_000

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

const askPeers = (python: string, documents: readonly ReadonlySet<string>[]): PeerAnswer =>
  JSON.parse(
    execFileSync(python, [beside('nearPeers.py')], {
      input: JSON.stringify({ shingles: documents.map((shingles) => [...shingles]) }),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    }),
  )

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

const measureFinding = (python: string): BenchRow[] => {
  const passages = licensePassages()
  const shingles = passages.map(wordShingles)
  const truth = bruteForce(shingles)
  const index = createNearIndex()
  const ours = share(
    new Set(passages.flatMap((text, at) => index.add(text).map(({ document }) => `${at} ${document}`))),
    truth,
  )
  const asked = askPeers(python, shingles)
  const [datasketch, rensa] = (['datasketchAtOnce', 'rensa'] as const).map((peer) =>
    share(new Set(asked[peer].pairs.map((pair) => pair.join(' '))), truth),
  ) as [typeof ours, typeof ours]
  const barely = [...truth.values()].filter((similarity) => similarity < 0.85).length
  const basis = `${passages.length} passages of the licenses on the SPDX list, ${truth.size} pairs at or above ${threshold}, of which ${barely} below .85`
  return [
    {
      id: 'near-duplicates found',
      value: rounded(ours.recall),
      unit: 'recall',
      goal: '≥ 0.998',
      peer: `datasketch ${peers.datasketch}`,
      peerValue: rounded(datasketch.recall),
      note: `${basis}; rensa ${rounded(rensa.recall)}`,
    },
    {
      id: 'near-duplicates that are none',
      value: rounded(ours.precision),
      unit: 'precision',
      goal: '= 1',
      peer: `datasketch ${peers.datasketch}`,
      peerValue: rounded(datasketch.precision),
      note: `peers name candidates and do not compare them; rensa ${rounded(rensa.precision)}`,
    },
  ]
}

const measureSpeed = async (python: string): Promise<BenchRow[]> => {
  const documents = takeDocuments(timed)
  const batches = Array.from({ length: timed / 500 }, (_, i) => documents.slice(i * 500, (i + 1) * 500))
  const one = await costOf(() => {
    const index = createNearIndex()
    for (const document of documents) index.add(document)
  })
  const two = await costOf(async () => {
    for await (const _ of nearDuplicatesInBulk(batches, { workers: 2 }));
  })
  const asked = askPeers(python, documents.slice(0, givenToPeers).map(wordShingles))
  const perSecond = (seconds: number) => Math.round(timed / seconds)
  const theirs = (peer: keyof PeerAnswer) => Math.round(1 / asked[peer].seconds)
  const what = `documents of 200 words, ${timed.toLocaleString('en')} of them: read, sketched, indexed, compared; the most of ${rounds} rounds`
  const given = 'the peer’s from words that were read already, and nothing compared'
  const inOneThread = perSecond(one.cpu)
  const against = (id: string, peer: string, peerValue: number, note: string): BenchRow => ({
    id: `near-duplicates in one thread, ${id}`,
    value: inOneThread,
    unit: 'documents/s of processor time',
    peer,
    peerValue,
    note: `${note}; ${given}`,
  })
  const datasketch = `datasketch ${peers.datasketch}`
  return [
    {
      id: 'near-duplicates on two cores',
      value: perSecond(two.wall),
      unit: 'documents/s',
      goal: '≥ 12000',
      note: `${what}; two threads read and sketch; starting them is included; ${rounded((two.cpu / timed) * 1e6, 1)} µs of processor time for each document`,
    },
    {
      id: 'near-duplicates on two cores, stretch',
      value: perSecond(two.wall),
      unit: 'documents/s',
      goal: '≥ 30000',
      stretch: true,
    },
    against(
      'one shingle after the other',
      datasketch,
      theirs('datasketch'),
      `${what}; ${perSecond(one.wall)} by the clock; the peer as its documentation uses it`,
    ),
    against('all shingles at once', datasketch, theirs('datasketchAtOnce'), 'the peer’s update_batch'),
    against('rensa', `rensa ${peers.rensa}`, theirs('rensa'), 'the peer is compiled from Rust'),
    {
      id: 'near-duplicates in one thread, times datasketch',
      value: rounded(inOneThread / theirs('datasketch'), 1),
      unit: '×',
      goal: '≥ 50',
      note: 'one shingle after the other',
    },
  ]
}

const measureMemory = (): BenchRow[] => {
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
export const measureNearDuplicates = async (): Promise<BenchRow[]> => {
  const python = installPeers()
  return [...measureFinding(python), ...(await measureSpeed(python)), ...measureMemory()]
}
