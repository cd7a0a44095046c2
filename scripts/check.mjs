// `npm run check`: what a change must pass before it is worth testing.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { orSay } from './prepare/stop.mjs'
import { prepare, root } from './prepare.mjs'

const run = (title, command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => resolve({ title, ok: false, said: String(error) }))
    child.on('close', (code) => resolve({ title, ok: code === 0, said: Buffer.concat(said).toString() }))
  })

const bin = (name) => join(root, 'node_modules/.bin', name)

const typed = () =>
  ['e2e', 'bench', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)].filter(
    (folder) => existsSync(join(root, folder, 'tsconfig.json')),
  )

await orSay(async () => {
  await prepare('check')
  const checks = [
    ['arrows', process.execPath, ['scripts/check-arrows.mjs']],
    ['rules', process.execPath, ['scripts/check-rules.mjs']],
    ['lockfile', process.execPath, ['scripts/complete-lock.mjs', '--check']],
    ['format and lint', bin('biome'), ['check', '--diagnostic-level=error', '.']],
    ...typed().map((folder) => [`types of ${folder}`, bin('tsc'), ['-p', folder]]),
  ]
  let failed = 0
  const worker = async () => {
    for (let next = checks.shift(); next; next = checks.shift()) {
      const { title, ok, said } = await run(...next)
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}`)
      if (ok) continue
      failed += 1
      console.log(said)
    }
  }
  await Promise.all([worker(), worker()])
  if (failed > 0) process.exitCode = 1
})
