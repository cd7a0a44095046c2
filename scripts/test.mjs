// `npm test`: everything that needs no outside service. `npm test -- unit e2e` runs only some of the parts.

import { orSay, Stop } from './prepare/stop.mjs'
import { prepare, root } from './prepare.mjs'
import { findChromium } from './test/findChromium.mjs'
import { runForge } from './test/runForge.mjs'
import { runVitest } from './test/runVitest.mjs'

const parts = ['contracts', 'unit', 'kill', 'e2e', 'browser']
/** Run by name only: `.ci/run` has the time. */
const longer = ['soak']

const run = async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((part) => ![...parts, ...longer].includes(part))
  if (unknown.length > 0)
    throw new Stop({
      message: `There is no part of the tests called ${unknown.join(', ')}.`,
      hint: `Choose from ${[...parts, ...longer].join(', ')}; without a name all but ${longer.join(', ')} are run.`,
      exitCode: 2,
    })
  const runs = (part) => wanted.length === 0 || wanted.includes(part)

  await prepare('test')
  const chromium = runs('browser') ? findChromium() : undefined
  const results = []
  const add = async (title, work) => {
    const from = performance.now()
    const result = await work()
    results.push({ title, ...result, seconds: Math.round((performance.now() - from) / 1000) })
  }

  if (runs('contracts')) await add('contracts', () => runForge(root))
  if (runs('unit')) await add('unit', () => runVitest(root, { projects: ['unit'] }))
  // These start and kill whole stacks, and measure them: one file at a time.
  if (runs('kill')) await add('kill', () => runVitest(root, { projects: ['kill'], oneAtATime: true }))
  if (runs('e2e')) await add('e2e', () => runVitest(root, { projects: ['e2e'], oneAtATime: true }))
  if (wanted.includes('soak'))
    await add('soak', () => runVitest(root, { projects: ['soak'], oneAtATime: true }))
  if (chromium)
    await add('browser', () =>
      runVitest(root, { projects: ['browser'], oneAtATime: true, env: { CHROME_PATH: chromium } }),
    )

  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log('')
  for (const { title, passed, failed, skipped, seconds } of results)
    console.log(
      `${title.padEnd(10)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`,
    )
  const browserMissing = runs('browser') && !chromium
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  if (browserMissing)
    console.log('BROWSER TESTS NOT RUN: no Chromium found. Install one, or let CHROME_PATH name it.')
  process.exitCode = sum('failed') > 0 || (browserMissing && process.env.CI === '1') ? 1 : 0
}

await orSay(run)
