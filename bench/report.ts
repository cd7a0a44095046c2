import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
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
}

const folder = dirname(fileURLToPath(import.meta.url))

const meets = (value: number, goal: string): boolean => {
  const [, direction, number] = /^([≤≥=]) ([\d.]+)/.exec(goal) ?? []
  if (direction === undefined || number === undefined) throw new Error(`“${goal}” is no goal.`)
  if (direction === '=') return value === Number(number)
  return direction === '≤' ? value <= Number(number) : value >= Number(number)
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()

/** The commit that was measured, marked when the tree had changes beside it. */
const commitOf = (): string => {
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', 'HEAD')}${changed ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}

const machineOf = (): string => {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.version}`
}

/** Prints one table and the notes under it, writes `bench/results/<name>.json`, and makes the process fail when a goal
 * is missed. */
export const report = (name: string, measured: readonly BenchRow[]): void => {
  const rows = measured.map((row) => ({ ...row, ...judge(row) }))
  console.table(
    rows.map(({ id, value, unit, goal = '', ok, peer = '', peerValue = '', ratio = '' }) => ({
      [name]: id,
      value: value ?? 'missing',
      unit,
      goal,
      ok: ok === undefined ? '' : ok ? 'yes' : 'NO',
      ...(peer ? { peer, 'peer value': peerValue, ratio } : {}),
    })),
  )
  for (const { id, note } of rows) if (note) console.log(`${id}: ${note}`)
  mkdirSync(join(folder, 'results'), { recursive: true })
  const result = { name, commit: commitOf(), machine: machineOf(), rows }
  writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  if (rows.some(({ ok, stretch }) => ok === false && !stretch)) process.exitCode = 1
}

const judge = ({ value, goal, peerValue }: BenchRow): { ok?: boolean; ratio?: number } => {
  if (value === null) return { ok: false }
  return {
    ...(goal === undefined ? {} : { ok: meets(value, goal) }),
    ...(peerValue === undefined ? {} : { ratio: +(value / peerValue).toFixed(3) }),
  }
}
