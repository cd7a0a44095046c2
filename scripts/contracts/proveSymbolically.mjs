// Halmos over contracts/test/symbolic: every sentence has to be proved, and every wrong one refuted, since a prover
// that proves those proves nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { orSay, Stop } from '../prepare/stop.mjs'
import { prepare, root } from '../prepare.mjs'
import { installPython, pythonTool } from './installPython.mjs'

const folder = join(root, '.cache/symbolic')
const contracts = join(root, 'contracts')

const run = (command, parameters) =>
  spawnSync(command, parameters, {
    cwd: contracts,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      FOUNDRY_PROFILE: 'symbolic',
      NO_COLOR: '1',
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
  }).status

const prove = () => {
  const path = join(folder, 'results.json')
  mkdirSync(folder, { recursive: true })
  rmSync(path, { force: true })
  run(pythonTool(root, 'halmos'), [
    ...['--forge-build-out', '../.cache/symbolic/out', '--json-output', path, '--no-status'],
    ...['--loop', '8', '--solver-timeout-assertion', '300s'],
    ...['--solver-command', `${pythonTool(root, 'python')} tools/decide.py`],
  ])
  try {
    return JSON.parse(readFileSync(path, 'utf8')).test_results
  } catch (cause) {
    throw new Stop({ message: `Halmos left no result: ${cause.message}`, hint: 'See what it says above.' })
  }
}

const proved = 0
const refuted = 1

await orSay(async () => {
  await prepare('check')
  installPython(root)
  if (run(pythonTool(root, 'python'), ['tools/decide_test.py', '150']) !== 0) process.exit(1)
  const tally = { passed: 0, failed: 0 }
  for (const [suite, tests] of Object.entries(prove()))
    for (const { name, exitcode } of tests) {
      const expected = suite.endsWith(':WrongSentences') ? refuted : proved
      tally[exitcode === expected ? 'passed' : 'failed'] += 1
      if (exitcode !== expected)
        console.error(`NOT ${expected === proved ? 'PROVED' : 'REFUTED'}: ${suite} ${name}`)
    }
  console.log(`${tally.passed} sentences proved or, where they are wrong, refuted; ${tally.failed} not.`)
  process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0
})
