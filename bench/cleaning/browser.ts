import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testIds } from '@usufruct/web/app/testIds'
import { chromium, type Page } from 'playwright-core'
import { newHome, startStack } from '../../e2e/stack/startStack.ts'
import { createRandom } from '../../packages/cleaning/training/random.ts'
import { findChromium } from '../../scripts/test/findChromium.mjs'
import type { BenchRow } from '../report.ts'
import type { Part, PartOptions } from './part.ts'

type Marks = {
  /** Milliseconds from the moment that the page was given the file. */
  first: number
  whole: number
  /** Of the tasks that kept the page from answering, and how many took longer than 50 ms. */
  longest: number
  long: number
}

const header =
  'study,individual,species,island,egg_date,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,notes'
const remarks = [
  '',
  'Second egg laid two days later',
  '"Adult not sampled, nest watched from the ridge"',
  'Band is worn; read twice',
  'No blood sample was taken; weather turned',
]

/** A field notebook as long as was asked for: one row in fifty names somebody in its notes. */
export const notebook = (bytes: number): { csv: string; rows: number; findings: number } => {
  const random = createRandom(2026)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const between = (low: number, high: number, digits: number) =>
    (low + random() * (high - low)).toFixed(digits)
  const number = () => Math.floor(random() * 10_000)
  const lines = [header]
  let size = header.length + 1
  let findings = 0
  while (size < bytes) {
    const told = random() < 0.02
    if (told) findings += 1
    const digits = String(number()).padStart(4, '0')
    const note = told
      ? pick([
          `Owner of the hut: ring +1 202 555 ${digits}`,
          `Photographs from observer${digits}@example.org`,
        ])
      : pick(remarks)
    const month = pick(['10', '11', '12'])
    const day = String(1 + Math.floor(random() * 28)).padStart(2, '0')
    const line = [
      pick(['PAL0708', 'PAL0809', 'PAL0910']),
      `N${lines.length}A${1 + Math.floor(random() * 2)}`,
      pick(['Adelie', 'Chinstrap', 'Gentoo']),
      pick(['Biscoe', 'Dream', 'Torgersen']),
      `2009-${month}-${day}`,
      between(32, 60, 1),
      between(13, 22, 1),
      between(172, 231, 0),
      between(2700, 6300, 0),
      random() < 0.03 ? '' : pick(['female', 'male']),
      note,
    ].join(',')
    lines.push(line)
    size += line.length + 1
  }
  return { csv: `${lines.join('\n')}\n`, rows: lines.length - 1, findings }
}

/** Watches the page from inside: a look from outside would come late and keep it busy. */
const watch = (page: Page) =>
  page.evaluate(
    ({ input, file, preview }) => {
      const marks = { start: 0, first: 0, whole: 0, longest: 0, long: 0 }
      Object.assign(window, { marks })
      document.querySelector(file)?.addEventListener(
        'change',
        () => {
          marks.start = performance.now()
        },
        { capture: true },
      )
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) {
          if (marks.start === 0 || startTime + duration < marks.start) continue
          marks.longest = Math.max(marks.longest, duration)
          marks.long += 1
        }
      }).observe({ entryTypes: ['longtask'] })
      new MutationObserver(() => {
        if (marks.start === 0) return
        const shown = document.querySelectorAll(`${preview} tbody tr`).length
        if (marks.first === 0 && shown > 0) marks.first = performance.now() - marks.start
        const state = document.querySelector(input)?.getAttribute('data-state')
        const read = state === 'looked-at' || state === 'ready'
        if (marks.whole === 0 && read) marks.whole = performance.now() - marks.start
      }).observe(document.body, { subtree: true, childList: true, attributes: true })
    },
    {
      input: `[data-testid=${testIds.input}]`,
      file: `[data-testid=${testIds.fileInput}]`,
      preview: `[data-testid=${testIds.preview}]`,
    },
  )

/** Chooses the file as a person would, and goes through what is shown while the rest is read. */
const lookAt = async (page: Page, url: string, path: string): Promise<Marks> => {
  await page.goto(`${url}/lend`)
  await page.getByTestId(testIds.fileInput).waitFor({ state: 'attached' })
  await watch(page)
  await page.getByTestId(testIds.fileInput).setInputFiles(path)
  const read = page.getByTestId(testIds.input).and(page.locator('[data-state=looked-at]'))
  await page.getByTestId(testIds.preview).waitFor()
  await page.getByRole('navigation', { name: 'Rows' }).getByRole('button', { name: 'More' }).click()
  await read.waitFor({ timeout: 300_000 })
  await page.getByRole('navigation', { name: 'Findings' }).getByRole('button', { name: 'More' }).click()
  // The member's own version of what was found comes last.
  await page.waitForTimeout(3_000)
  return page.evaluate(() => (window as unknown as { marks: Marks }).marks)
}

const figures = {
  first: { id: 'in the browser, first 1,000 rows on screen', unit: 's', goal: '≤ 3' },
  whole: { id: 'in the browser, whole file looked at', unit: 's', goal: '≤ 20' },
  longest: { id: 'in the browser, longest task of the page meanwhile', unit: 'ms', goal: '≤ 100' },
}

/** A large CSV in a real browser: when its first rows are there, when it was read to the end, and whether the page
 * answered meanwhile. */
export const measureBrowser: Part = async (options) => {
  const executablePath = findChromium()
  if (executablePath) return measureWith(executablePath, options)
  const note = 'no Chromium was found: install one, or let CHROME_PATH name it'
  return Object.values(figures).map((figure) => ({ ...figure, value: null, note }))
}

const measureWith = async (
  executablePath: string,
  { quick, say }: Pick<PartOptions, 'quick' | 'say'>,
): Promise<BenchRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'usufruct bench '))
  const home = await newHome()
  say('starts a DAO and waits for its sample to be played')
  const stack = await startStack({ home })
  try {
    await stack.played(600)
    const { csv, rows, findings } = notebook(quick ? 2_000_000 : 20_000_000)
    const path = join(folder, 'notebook.csv')
    await writeFile(path, csv)
    const browser = await chromium.launch({
      executablePath,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    try {
      say(`has Chromium look at ${(csv.length / 1e6).toFixed(1)} MB`)
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
      const { first, whole, longest, long } = await lookAt(page, stack.url, path)
      const note = `${(csv.length / 1e6).toFixed(1)} MB, ${rows} rows, ${findings} with a finding; Chromium ${browser.version()}`
      return [
        { ...figures.first, value: +(first / 1_000).toFixed(2), note },
        { ...figures.whole, value: +(whole / 1_000).toFixed(2), note },
        {
          ...figures.longest,
          value: Math.round(longest),
          note: `${long} of more than 50 ms, from the choice of the file until its findings were paged through`,
        },
      ]
    } finally {
      await browser.close()
    }
  } finally {
    await stack.kill()
    await rm(home, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}
