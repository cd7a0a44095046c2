import { rm } from 'node:fs/promises'
import { encodePicture } from '@usufruct/cleaning/pictures/codecs/encodePicture'
import { drawFace } from '@usufruct/cleaning/testing/pictures'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { Column } from '@usufruct/sdk/http/values'
import { testIds } from '@usufruct/web/app/testIds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// What a visitor on a telephone can decide about what was found: for one finding, for all of a kind, for what was
// overlooked, and for a face. Each test goes on where the one before it left off.

const notes = ['mail me: ann@example.org', 'mail Ziwo at bob@example.org on 12 May 2009']
const table = [
  'study,individual,species,island,egg_date,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,notes',
  ...notes.map(
    (note, at) => `PAL0910,N${at + 1}A1,Adelie,Torgersen,2009-11-17,39.1,18.7,181,3750,male,${note}`,
  ),
].join('\n')

let home: string
let stack: Stack
let opened: OpenedBrowser

beforeAll(async () => {
  home = await newHome()
  const [started, browser] = await Promise.all([
    startStack({ home }),
    openBrowser({ viewport: { width: 390, height: 844 }, walk: 'choices' }),
  ])
  stack = started
  opened = browser
})

afterAll(async () => {
  await opened?.browser.close()
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const at = (testId: string) => opened.page.getByTestId(testId)
const fits = async () => expect(await sticksOut(opened.page)).toEqual([])
const allEmails = () => at(testIds.columnAction('notes', 'email'))
const sees = (text: string | RegExp) => at(testIds.preview).getByText(text).first().waitFor()

it('gives one address a code name, and then lets all of them stay', async () => {
  await opened.page.goto(`${stack.url}/lend`)
  await at(testIds.fileInput).setInputFiles({
    name: 'notes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${table}\n`),
  })
  await sees('mail me: [email]')
  await at(testIds.finding).first().getByLabel('Give it a code name').check({ force: true })
  await sees(/^mail me: Email-[0-9A-F]{8}$/)
  expect(await allEmails().inputValue()).toBe('mixed')
  await fits()
  await allEmails().selectOption('keep')
  await sees('mail Ziwo at bob@example.org on 12 May 2009')
})

it('makes a day less exact, which is not done unless it is asked for', async () => {
  await at(testIds.columnAction('notes', 'date')).selectOption('generalise')
  await sees('mail Ziwo at bob@example.org on 2009')
})

it('hides what was overlooked and is marked', async () => {
  await at(testIds.preview).getByLabel('Your file').check({ force: true })
  const cell = at(testIds.preview).locator('td[data-row="2"][data-column="notes"]')
  await cell.evaluate((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode() as Text | null; text; text = texts.nextNode() as Text | null) {
      const start = text.data.indexOf('Ziwo')
      if (start < 0) continue
      getSelection()?.setBaseAndExtent(text, start, text, start + 4)
      return
    }
  })
  await at(testIds.markFound).getByText('“Ziwo”, row 2, notes').waitFor()
  await opened.picture('marked')
  await fits()
  await at(testIds.markFound).getByRole('button').click()
  await at(testIds.preview).getByLabel('What will be sent').check({ force: true })
  await sees('mail [person] at bob@example.org on 2009')
})

it('shows a picture as it would be sent, and covers a face in it', async () => {
  const columns: Column[] = [
    { name: 'picture', type: 'string', nullable: false },
    { name: 'width', type: 'integer', nullable: false },
    { name: 'height', type: 'integer', nullable: false },
  ]
  // The sample has no dataset of pictures.
  await opened.page.route('**/api/datasets', async (route) => {
    const response = await route.fetch()
    const { datasets } = (await response.json()) as { datasets: Dataset[] }
    await route.fulfill({ response, json: { datasets: datasets.map((one) => ({ ...one, columns })) } })
  })
  await opened.page.goto(`${stack.url}/lend`)
  const face = await encodePicture('png', drawFace(320, 240, 100, 60, 120))
  await at(testIds.fileInput).setInputFiles({
    name: 'face.png',
    mimeType: 'image/png',
    buffer: Buffer.from(face),
  })
  const picture = at(testIds.picture).locator('img')
  const before = await picture.getAttribute('src')
  await at(testIds.finding).getByLabel('Cover it').check({ force: true })
  await expect.poll(() => picture.getAttribute('src'), { timeout: 30_000 }).not.toBe(before)
  await opened.picture('covered')
  await fits()
  expect(opened.complaints).toEqual([])
})
