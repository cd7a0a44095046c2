import { rm } from 'node:fs/promises'
import type { Overview } from '@usufruct/sdk/http/routes/dao'
import { afterAll, expect, it } from 'vitest'
import { expectSample } from './stack/expectSample.ts'
import { isAlive, treeOf } from './stack/processes.ts'
import { newHome, type Stack, startStack } from './stack/startStack.ts'
import { until } from './stack/until.ts'

let home: string | undefined
let stack: Stack | undefined

afterAll(async () => {
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const countOf = (overview: Overview, stage: string) =>
  overview.stages.find(({ id }) => id === stage)?.count ?? 0

/** Where everything is killed: in the middle of each kind of act. */
const points: readonly [name: string, reached: (overview: Overview) => boolean][] = [
  ['while they join', ({ story }) => (story?.step ?? 0) >= 4],
  ['while they lend', (overview) => countOf(overview, 'contribute') >= 5],
  ['while files are cleaned', (overview) => countOf(overview, 'clean') >= 3],
  ['while panels score', (overview) => countOf(overview, 'review') >= 1],
  ['while releases are cut', (overview) => countOf(overview, 'value') >= 4],
  ['between two sales', (overview) => countOf(overview, 'license') >= 1],
]

it('goes on with the sample after each kill -9, and does nothing twice', { timeout: 420_000 }, async () => {
  home = await newHome()
  for (const [name, reached] of points) {
    stack = await startStack({ home, ...(stack ? { port: stack.port } : {}) })
    const { node } = stack
    await until(name, 120, async () => {
      const overview = await node.call('getOverview', {})
      if (overview.story?.state === 'failed') throw new Error(`${overview.story.text}\n${stack?.said()}`)
      return reached(overview)
    })
    const tree = treeOf(stack.child.pid ?? 0)
    await stack.kill()
    await until('every process to be gone', 10, () => !tree.some(isAlive))
  }
  stack = await startStack({ home, ...(stack ? { port: stack.port } : {}) })
  await stack.played(180)
  await expectSample(stack)
  expect(await stack.stop()).toBe(0)
})
