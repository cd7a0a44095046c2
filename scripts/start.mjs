// `npm start`: makes the checkout ready, then runs `usufruct start` with the same arguments.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { programsFolder } from './prepare/bundlePrograms.mjs'
import { orSay } from './prepare/stop.mjs'
import { prepare, root } from './prepare.mjs'

await orSay(() => prepare('start'))

const main = join(programsFolder(root), 'packages/cli/src/main.mjs')
const child = spawn(process.execPath, [main, 'start', ...process.argv.slice(2)], {
  stdio: 'inherit',
})

// A terminal sends Ctrl-C to the whole group, so that passing it on would deliver it twice.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
process.on('SIGHUP', () => child.kill('SIGHUP'))
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 128 + constants.signals[signal] : code
})
