import { rm } from 'node:fs/promises'
import { newHome, type Stack, startStack } from '../e2e/stack/startStack.ts'
import { report } from './report.ts'

// From the command to the page, to the end of the sample, and again after everything was killed. The app and the
// programs are compiled by a first start that is thrown away: what a checkout compiles once is not what a home costs.

const warmStarts = 3
const seconds = (milliseconds: number) => +(milliseconds / 1000).toFixed(1)

const withHome = async <T>(work: (home: string) => Promise<T>): Promise<T> => {
  const home = await newHome()
  try {
    return await work(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

await withHome(async (home) => {
  const stack = await startStack({ home, args: ['--empty'] })
  await stack.kill()
})

const measured = await withHome(async (home) => {
  let stack: Stack = await startStack({ home })
  try {
    const page = stack.pageAfter
    const from = performance.now()
    await stack.played()
    const story = performance.now() - from
    const warm: number[] = []
    for (let run = 0; run < warmStarts; run++) {
      await stack.kill()
      stack = await startStack({ home, port: stack.port })
      warm.push(stack.pageAfter)
    }
    return { page, story, warm: warm.sort((one, other) => one - other) }
  } finally {
    await stack.kill()
  }
})

report('start', [
  {
    id: 'page.first',
    value: seconds(measured.page),
    unit: 's',
    goal: '≤ 15',
    note: 'after npm start in a new home; app and programs were compiled before',
  },
  { id: 'story', value: seconds(measured.story), unit: 's', goal: '≤ 120', note: 'from the page on' },
  {
    id: 'page.warm',
    value: seconds(measured.warm[Math.floor(warmStarts / 2)] ?? Number.POSITIVE_INFINITY),
    unit: 's',
    goal: '≤ 5',
    note: `median of ${measured.warm.map(seconds).join(', ')}, each after kill -9 of everything`,
  },
])
