import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/openBrowser.ts'
import { root } from '../stack/startStack.ts'
import { filesToInspect } from './filesToInspect.ts'
import type { Entry } from './outcomeOf.ts'
import { servePage } from './servePage.ts'

const nodes = [process.execPath, ...(process.env.NODES?.split('\n') ?? [])]
type Outcomes = Record<string, string>
let folder: string
let ours: Outcomes

const inNode = async (program: string): Promise<{ versions: NodeJS.ProcessVersions; outcomes: Outcomes }> => {
  const to = join(folder, 'outcomes.json')
  await promisify(execFile)(
    program,
    ['--import', 'tsx', join(import.meta.dirname, 'inNode.ts'), join(folder, 'files'), to],
    { cwd: root },
  )
  return JSON.parse(await readFile(to, 'utf8'))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct-runtimes-'))
  await mkdir(join(folder, 'files'))
  const entries: Entry[] = []
  for (const [i, { bytes, ...entry }] of (await filesToInspect()).entries()) {
    entries.push({ ...entry, file: `${i}` })
    await writeFile(join(folder, 'files', `${i}`), bytes)
  }
  await writeFile(join(folder, 'files', 'index.json'), JSON.stringify(entries))
  ours = (await inNode(process.execPath)).outcomes
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a file has the same report, or ends in the same error, wherever it is inspected', () => {
  it('there are enough files, and most of them have a report', () => {
    const outcomes = Object.values(ours)
    expect(outcomes.length).toBeGreaterThan(340)
    expect(outcomes.filter((outcome) => outcome.includes(' ')).length).toBeGreaterThan(100)
  })

  it.each(nodes.slice(1))('%s', async (program) => {
    const { versions, outcomes } = await inNode(program)
    console.log(
      `Node ${versions.node}, Unicode ${versions.unicode}, ICU ${versions.icu}: ${Object.keys(outcomes).length} files`,
    )
    expect(outcomes).toEqual(ours)
  })

  it('Chromium', async () => {
    const served = await servePage(folder)
    const { browser, page, complaints } = await openBrowser()
    try {
      await page.goto(served.url)
      const outcomes = await page.evaluate(
        () => (globalThis as unknown as { outcomes: Promise<Outcomes> }).outcomes,
      )
      console.log(`Chromium ${browser.version()}: ${Object.keys(outcomes).length} files`)
      expect(outcomes).toEqual(ours)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
      await served.close()
    }
  })
})
