import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type BenchRow = {
  id: string
  /** Null where there is nothing to measure yet, which always counts as short. */
  value: number | null
  unit: string
  /** The number and its direction, such as `≤ 5`, or `= 1`; left out for a row that only informs. */
  goal?: string
  /** Never counts as short. */
  stretch?: true
  peer?: string
  peerValue?: number
  note?: string
  /** Where the parts of a bench can be measured one by one. */
  measured?: Measured
}

export type Measured = { part: string; at: string; commit: string; machine: string }

const folder = dirname(fileURLToPath(import.meta.url))

const meets = (value: number, goal: string): boolean => {
  const [, direction, number] = /^([≤≥=]) ([\d.]+)/.exec(goal) ?? []
  if (direction === undefined || number === undefined) throw new Error(`“${goal}” is no goal.`)
  if (direction === '=') return value === Number(number)
  return direction === '≤' ? value <= Number(number) : value >= Number(number)
}

const resultsOf = (name: string): string => join(folder, 'results', `${name}.json`)

const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()

/** The commit that was measured, marked when the tree had changes beside it. */
const commitOf = (): string => {
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', ':/', ':(top,exclude)bench/results')
    return `${git('rev-parse', 'HEAD')}${changed === '' ? '' : ' with changes'}`
  } catch {
    return 'unknown'
  }
}

const machineOf = (): string => {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.version}`
}

/** To be put down with each row of a part, as it is now. */
export const measuredNow = (part: string): Measured => ({
  part,
  at: new Date().toISOString(),
  commit: commitOf(),
  machine: machineOf(),
})

/** What earlier runs put down, of a bench whose parts can be measured one by one. */
export const readRows = (name: string): BenchRow[] =>
  existsSync(resultsOf(name)) ? JSON.parse(readFileSync(resultsOf(name), 'utf8')).rows : []

const judge = ({ value, goal, peerValue }: BenchRow): { ok?: boolean; ratio?: number } => {
  if (value === null) return { ok: false }
  return {
    ...(goal === undefined ? {} : { ok: meets(value, goal) }),
    ...(peerValue ? { ratio: +(value / peerValue).toFixed(3) } : {}),
  }
}

const judged = (rows: readonly BenchRow[]) => rows.map((row) => ({ ...row, ...judge(row) }))

/** Writes `bench/results/<name>.json`. */
export const writeRows = (name: string, rows: readonly BenchRow[]): void => {
  mkdirSync(dirname(resultsOf(name)), { recursive: true })
  const result = { name, commit: commitOf(), machine: machineOf(), rows: judged(rows) }
  writeFileSync(resultsOf(name), `${JSON.stringify(result, null, 2)}\n`)
}

/** Prints one table and the notes under it, and makes the process fail when a goal is missed. */
export const printRows = (name: string, measured: readonly BenchRow[]): void => {
  const rows = judged(measured)
  console.table(
    rows.map(({ id, value, unit, goal = '', ok, peer = '', peerValue = '', ratio = '', measured }) => ({
      [name]: id,
      value: value ?? 'missing',
      unit,
      goal,
      ok: ok === undefined ? '' : ok ? 'yes' : 'NO',
      ...(peer ? { peer, 'peer value': peerValue, ratio } : {}),
      ...(measured ? { measured: measured.at.slice(0, 16).replace('T', ' ') } : {}),
    })),
  )
  for (const { id, note } of rows) if (note) console.log(`${id}: ${note}`)
  if (rows.some(({ ok, stretch }) => ok === false && !stretch)) process.exitCode = 1
}

/** All that a bench has measured, in its file and on the screen. */
export const report = (name: string, measured: readonly BenchRow[]): void => {
  writeRows(name, measured)
  printRows(name, measured)
}
