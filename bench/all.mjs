// `npm run bench`: runs every bench there is, one after the other, and prints what falls short.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'report.ts')
  .map((file) => file.replace(/\.ts$/, ''))

const short = []
for (const name of names) {
  const { status, error } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, `${name}.ts`)], {
    cwd: join(folder, '..'),
    stdio: 'inherit',
  })
  const missed = status === 0 ? [] : rowsOf(name).filter(({ ok, stretch }) => ok === false && !stretch)
  for (const { id, value, unit, goal } of missed)
    short.push(
      value === null ? `${name}: ${id} is missing` : `${name}: ${id} is ${value} ${unit}, not ${goal}`,
    )
  if (status !== 0 && missed.length === 0)
    short.push(`${name} did not run: ${error?.message ?? `exit ${status}`}`)
}

function rowsOf(name) {
  try {
    return JSON.parse(readFileSync(join(folder, 'results', `${name}.json`), 'utf8')).rows
  } catch {
    return []
  }
}

console.log(short.length === 0 ? `All ${names.length} benches meet their goals.` : short.join('\n'))
if (short.length > 0) process.exitCode = 1
