// `npm test`: everything that needs no outside service. `npm test -- unit e2e` runs only some of the parts.

import { orSay, Stop } from './prepare/stop.mjs'
import { prepare, root } from './prepare.mjs'
import { buildGeth } from './test/buildGeth.mjs'
import { findChromium } from './test/findChromium.mjs'
import { installNodes } from './test/installNodes.mjs'
import { runForge } from './test/runForge.mjs'
import { runVitest } from './test/runVitest.mjs'

const parts = ['contracts', 'unit', 'kill', 'e2e', 'browser']
/** Run by name only: `.ci/run` has the time. */
const longer = ['soak', 'geth', 'runtimes']
const order = [...parts, ...longer]

const testAll = async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((part) => !order.includes(part))
  if (unknown.length > 0)
    throw new Stop({
      message: `There is no part of the tests called ${unknown.join(', ')}.`,
      hint: `Choose from ${[...parts, ...longer].join(', ')}; without a name all but ${longer.join(', ')} are run.`,
      exitCode: 2,
    })
  const runs = (part) => (wanted.length === 0 ? parts.includes(part) : wanted.includes(part))

  await prepare('test')
  const chromium = runs('browser') || runs('runtimes') ? findChromium() : undefined
  const geth = runs('geth') ? buildGeth(root) : undefined
  const nodes = runs('runtimes') ? installNodes(root) : undefined
  const results = []
  const run = async (title, work) => {
    if (!runs(title)) return
    const from = performance.now()
    const result = await work()
    results.push({ title, ...result, seconds: Math.round((performance.now() - from) / 1000) })
  }
  const vitest = (project, options) => run(project, () => runVitest(root, { project, ...options }))

  // Two lanes: what computes, and what starts and kills whole stacks and mostly waits.
  const computing = async () => {
    await run('contracts', () => runForge(root))
    await vitest('unit')
  }
  const stacks = async () => {
    await vitest('kill', { oneAtATime: true })
    await vitest('e2e', { oneAtATime: true })
    if (chromium) await vitest('browser', { oneAtATime: true, env: { CHROME_PATH: chromium } })
    await vitest('soak', { oneAtATime: true })
    if (geth) await vitest('geth', { oneAtATime: true, env: { GETH_PATH: geth } })
    if (nodes && chromium)
      await vitest('runtimes', { oneAtATime: true, env: { CHROME_PATH: chromium, NODES: nodes.join('\n') } })
  }
  await Promise.all([computing(), stacks()])
  results.sort((one, other) => order.indexOf(one.title) - order.indexOf(other.title))

  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log('')
  for (const { title, passed, failed, skipped, seconds } of results)
    console.log(
      `${title.padEnd(10)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`,
    )
  const browserMissing = (runs('browser') || runs('runtimes')) && !chromium
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  if (browserMissing)
    console.log('BROWSER TESTS NOT RUN: no Chromium found. Install one, or let CHROME_PATH name it.')
  process.exitCode = sum('failed') > 0 || (browserMissing && process.env.CI === '1') ? 1 : 0
}

await orSay(testAll)
