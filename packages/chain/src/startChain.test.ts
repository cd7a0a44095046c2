import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isSameProcess, type ProcessIdentity, processIdentity } from '@usufruct/sdk/home/processIdentity.node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type StartedChain, startChain } from './startChain.ts'
import { rpc } from './testing/rpc.ts'

let home: string
let started: StartedChain[]
beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), 'start chain ')), 'a home that is not there yet')
  started = []
})
afterEach(async () => {
  for (const chain of started) await chain.stop()
  await rm(dirname(home), { recursive: true, force: true })
})

async function start(parameters: Partial<Parameters<typeof startChain>[0]> = {}): Promise<StartedChain> {
  const chain = await startChain({ home, onLog: () => {}, ...parameters })
  started.push(chain)
  return chain
}

async function anvilOf(chainHome: string): Promise<ProcessIdentity> {
  return JSON.parse(await readFile(join(chainHome, 'chain', 'anvil.json'), 'utf8')) as ProcessIdentity
}

test('it starts, answers and stops, and leaves no process', async () => {
  const chain = await start()
  expect(Number(await rpc(chain.url, 'eth_chainId'))).toBe(chain.chainId)
  const anvil = await anvilOf(home)
  expect(isSameProcess(anvil)).toBe(true)
  expect(await chain.stop()).toEqual({ code: 0, signal: null })
  expect(isSameProcess(anvil)).toBe(false)
  expect(processIdentity(chain.pid)).toBeUndefined()
})

test('SIGTERM ends it in order', async () => {
  const chain = await start()
  process.kill(chain.pid, 'SIGTERM')
  expect(await chain.exited).toEqual({ code: 0, signal: null })
})

test('the development chain ends with a killed gateway', async () => {
  const chain = await start()
  const anvil = await anvilOf(home)
  process.kill(chain.pid, 'SIGKILL')
  await chain.exited
  await expect.poll(() => isSameProcess(anvil), { timeout: 10_000 }).toBe(false)
})

test('what a killed gateway left behind all the same is ended by the next one', async () => {
  await (await start()).stop()
  const leftBehind = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(leftBehind, 'spawn')
  const identity = processIdentity(leftBehind.pid as number)
  await writeFile(join(home, 'chain', 'anvil.json'), JSON.stringify(identity))
  await Promise.all([once(leftBehind, 'exit'), start()])
  expect(leftBehind.signalCode).toBe('SIGKILL')
})

test('a stranger who was given the pid of a development chain is left alone', async () => {
  const chain = await start()
  await chain.stop()
  const stranger = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(stranger, 'spawn')
  const before = { pid: stranger.pid, startedAt: 'before that' }
  await writeFile(join(home, 'chain', 'anvil.json'), JSON.stringify(before))
  await start()
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
  stranger.stdin.end()
  await once(stranger, 'exit')
})

test('it ends when its parent is killed, and the next start waits for it', async () => {
  const script = `
    const { startChain } = await import(${JSON.stringify(new URL('./startChain.ts', import.meta.url).href)})
    const { pid } = await startChain({ home: process.argv[1], onLog() {} })
    console.log(pid)`
  const arguments_ = ['--import', 'tsx', '--input-type=module', '-e', script, home]
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const parent = spawn(process.execPath, arguments_, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  parent.kill('SIGKILL')
  await start()
  expect(processIdentity(Number(line))).toBeUndefined()
})

test('what keeps it from starting is told with a way out', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await expect(start({ port })).rejects.toMatchObject({
    code: 'CHAIN_NOT_STARTED',
    values: { reason: 'PORT_TAKEN' },
    hint: expect.stringContaining('--port'),
  })
  server.close()
  await writeFile(`${home} file`, '')
  await expect(start({ home: `${home} file` })).rejects.toMatchObject({ values: { reason: 'HOME_UNUSABLE' } })
  await expect(start({ port: 70_000 })).rejects.toMatchObject({ values: { reason: 'WRONG_USE' } })
})

test('only JSON of a bounded size is taken, and other origins get no leave to read', async () => {
  const { url } = await start()
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' })
  const post = (headers: Record<string, string>, text: string) =>
    fetch(url, { method: 'POST', headers, body: text })
  const json = { 'content-type': 'application/json' }
  expect((await post({ 'content-type': 'text/plain' }, body)).status).toBe(415)
  expect((await post(json, '{')).status).toBe(400)
  expect((await post(json, `"${'x'.repeat(9 * 1024 * 1024)}"`)).status).toBe(413)
  expect((await fetch(url)).status).toBe(405)
  const answered = await post({ ...json, origin: 'https://example.org' }, body)
  expect(answered.status).toBe(200)
  expect(answered.headers.get('access-control-allow-origin')).toBeNull()
})
