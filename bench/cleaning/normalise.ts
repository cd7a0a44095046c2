import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import type { BenchRow } from '../report.ts'
import { writeMixedTable } from './mixedTable.ts'

const peer = 'DuckDB 1.5.6'
const timedRows = 1_600_000
const rounds = 5
const largeRows = 10_000_000
/** Of JavaScript's heap, for a file of more than a gigabyte. */
const heapMiB = 96
const threads = 2

const root = fileURLToPath(new URL('../../', import.meta.url))
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

type Cost = { wall: number; cpu: number; peakKiB: number }

/** A whole command, from its start to its end. */
const costOf = (folder: string, parameters: readonly string[]): Cost => {
  const meter = join(folder, 'meter.json')
  const from = performance.now()
  execFileSync(process.execPath, ['--import', beside('meter.mjs'), ...parameters], {
    cwd: folder,
    env: { ...process.env, USUFRUCT_METER: meter },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const wall = (performance.now() - from) / 1e3
  return { wall, ...(JSON.parse(readFileSync(meter, 'utf8')) as Omit<Cost, 'wall'>) }
}

const normalise = (csv: string, out: string): string[] => [
  join(root, 'packages/cli/bin/usufruct.mjs'),
  '--json',
  'normalise',
  csv,
  ...['--to', 'parquet', '--no-detection', '--force', '--out', out],
]

/** The command as it runs once somebody has said `npm start`. */
const compile = () => {
  const module = JSON.stringify(new URL('../../scripts/prepare/bundlePrograms.mjs', import.meta.url))
  const script = `const { arePrograms, bundlePrograms } = await import(${module}); if (!arePrograms(process.argv[1])) await bundlePrograms(process.argv[1])`
  execFileSync(process.execPath, ['--input-type=module', '-e', script, root], { stdio: 'inherit' })
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

const rounded = (value: number, digits: number) => +value.toFixed(digits)

/** Rows of either that the other does not have. */
const differences = async (ours: string, theirs: string): Promise<number> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const except = (a: string, b: string) => `SELECT count(*) AS n FROM (FROM '${a}' EXCEPT ALL FROM '${b}')`
  let count = 0
  for (const query of [except(ours, theirs), except(theirs, ours)])
    for (const [n] of (await connection.runAndReadAll(query)).getRows()) count += Number(n)
  return count
}

const measureSpeed = async (folder: string): Promise<BenchRow[]> => {
  const csv = join(folder, 'mixed.csv')
  const { bytes } = writeMixedTable(csv, timedRows)
  const out = join(folder, 'ours')
  const theirs = join(folder, 'theirs.parquet')
  const ours: Cost[] = []
  const peers: Cost[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(costOf(folder, normalise(csv, out)))
    rmSync(theirs, { force: true })
    peers.push(costOf(folder, [beside('duckdbCopy.mjs'), csv, theirs, String(threads)]))
  }
  const ratio = (of: (cost: Cost) => number) =>
    rounded(median(ours.map((cost, i) => of(peers[i] as Cost) / of(cost))), 2)
  const speed = (costs: readonly Cost[]) => rounded(bytes / 1e6 / median(costs.map(({ wall }) => wall)), 1)
  const note = `${rounded(bytes / 1e6, 0)} MB, ${timedRows.toLocaleString('en')} rows of twelve columns; whole commands, in turn with the peer’s, medians of ${rounds}; the machine’s load was ${rounded(loadavg()[0] ?? 0, 1)}`
  return [
    {
      id: 'CSV to Parquet, nothing looked for',
      value: speed(ours),
      unit: 'MB/s',
      peer,
      peerValue: speed(peers),
      note,
    },
    {
      id: 'CSV to Parquet, times DuckDB’s speed',
      value: ratio(({ wall }) => wall),
      unit: '×',
      goal: '≥ 0.5',
      note: `${ratio(({ cpu }) => cpu)} by processor time, of which ours took ${rounded(median(ours.map(({ cpu }) => cpu)), 1)} s and the peer’s ${rounded(median(peers.map(({ cpu }) => cpu)), 1)} s`,
    },
    {
      id: 'CSV to Parquet, rows that DuckDB reads otherwise',
      value: await differences(join(out, 'data.parquet'), theirs),
      unit: 'rows',
      goal: '= 0',
      note: 'the peer compares our file with its own, each row with all its values',
    },
  ]
}

const measureMemory = (folder: string): BenchRow => {
  const csv = join(folder, 'large.csv')
  const { bytes } = writeMixedTable(csv, largeRows)
  const { peakKiB, wall } = costOf(folder, [
    `--max-old-space-size=${heapMiB}`,
    ...normalise(csv, join(folder, 'large')),
  ])
  return {
    id: 'CSV to Parquet, memory for a file that is larger',
    value: Math.round(peakKiB / 1024),
    unit: 'MiB',
    goal: '≤ 512',
    note: `the most that the process had resident, with a heap of ${heapMiB} MiB, for ${rounded(bytes / 2 ** 20, 0)} MiB; ${rounded(wall, 0)} s`,
  }
}

/** CSV to Parquet with nothing looked for: how fast beside DuckDB, to what, and in what memory. */
export const measureNormalise = async (): Promise<BenchRow[]> => {
  compile()
  const folder = mkdtempSync(join(tmpdir(), 'usufruct-normalise-'))
  try {
    return [...(await measureSpeed(folder)), measureMemory(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
