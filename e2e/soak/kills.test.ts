import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, it } from 'vitest'
import { expectSample } from '../stack/expectSample.ts'
import { isAlive, treeOf } from '../stack/processes.ts'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { stateOf } from '../stack/state.ts'
import { until } from '../stack/until.ts'

const kills = Number(process.env.USUFRUCT_KILLS ?? 25)
const seed = Number(process.env.USUFRUCT_SEED ?? Date.now() % 1_000_000)

/** mulberry32: a run that failed can be had again. */
const createRandom = (state: number) => () => {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

let home: string | undefined
let stack: Stack | undefined

afterAll(async () => {
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

it(`survives ${kills} kills of everything (USUFRUCT_SEED=${seed})`, { timeout: 2_400_000 }, async () => {
  const random = createRandom(seed)
  home = await newHome()
  let played: Awaited<ReturnType<typeof stateOf>>['licenses'] | undefined
  for (let kill = 0; kill < kills; kill++) {
    stack = await startStack({ home, ...(stack ? { port: stack.port } : {}) })
    // Not a wait for something: where the kill falls is the point of it.
    await pause(Math.floor(random() * 6_000))
    const { licenses } = await stateOf(stack)
    for (const license of played ?? [])
      if (!licenses.some((entry) => entry.license === license.license)) throw new Error('a license was lost')
    played = licenses
    const tree = treeOf(stack.child.pid ?? 0)
    await stack.kill()
    await until('every process to be gone', 10, () => !tree.some(isAlive))
  }
  stack = await startStack({ home, ...(stack ? { port: stack.port } : {}) })
  await stack.played(240)
  await expectSample(stack)
})
