import { rm } from 'node:fs/promises'
import { utf8, zipOf } from '@usufruct/cleaning/hostile/build'
import { encodePicture } from '@usufruct/cleaning/pictures/codecs/encodePicture'
import { drawFace } from '@usufruct/cleaning/testing/pictures'
import type { Contribution, Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { Column } from '@usufruct/sdk/http/values'
import { testIds } from '@usufruct/web/app/testIds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { until } from '../stack/until.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// On a telephone. First what a visitor can decide about what was found: for one finding, for all of a kind, for what was
// overlooked, for a face, and for whole columns. Then an archive, a file and a pasted table: looked at by a visitor,
// lent by a member, checked against the ledger and against storage, and followed. Each test goes on where the one before
// it left off.

const header =
  'study,individual,species,island,egg_date,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,notes'
const penguin = (note: string, mass: number) =>
  `PAL0910,T${mass}A1,Adelie,Torgersen,2009-11-17,39.1,18.7,181,${mass},male,${note}`
const quiet = [header, penguin('calm', 3751), penguin('fed', 3752)].join('\n')
const telling = [
  header,
  penguin('mail me: ann@example.org', 3761),
  penguin('Copyright 2009 by Ann Bee', 3763),
  penguin('moulting', 3762),
].join('\n')
const table = [
  header,
  penguin('mail me: ann@example.org', 3741),
  penguin('mail Ziwo at bob@example.org on 12 May 2009', 3742),
].join('\n')
const pasted = [header, penguin('ring +1 202 555 0143', 3771)].join('\n').replaceAll(',', '\t')

const file = (name: string, text: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${text}\n`),
})

let home: string
let stack: Stack
let opened: OpenedBrowser
let lent: Contribution | undefined

beforeAll(async () => {
  home = await newHome()
  const [started, browser] = await Promise.all([
    startStack({ home }),
    openBrowser({ viewport: { width: 390, height: 844 }, walk: 'lend' }),
  ])
  stack = started
  opened = browser
})

afterAll(async () => {
  await opened?.browser.close()
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const patience = { timeout: 30_000 }

const at = (testId: string) => opened.page.getByTestId(testId)
const tick = (testId: string) => at(testId).check({ force: true })
const withState = (testId: string, state: string) =>
  at(testId).and(opened.page.locator(`[data-state="${state}"]`))
const fits = async () => expect(await sticksOut(opened.page)).toEqual([])
/** What the node tells the member who is signed in in the browser. */
const mine = (): Promise<{ contributions: Contribution[] }> =>
  opened.page.evaluate(async () => {
    const slot = Object.keys(sessionStorage).find((key) => key.startsWith('usufruct.session.')) ?? ''
    const { token } = JSON.parse(sessionStorage.getItem(slot) ?? '{}')
    const answer = await fetch('/api/me/contributions', { headers: { authorization: `Bearer ${token}` } })
    return answer.json()
  })
const allEmails = () => at(testIds.columnAction('notes', 'email'))
const sees = (text: string | RegExp) => at(testIds.preview).getByText(text).first().waitFor()
/** The page of a dataset of other columns, which the sample has none of. */
const ofColumns = async (...described: [name: string, type: Column['type']][]) => {
  const columns = described.map(([name, type]): Column => ({ name, type, nullable: true }))
  await opened.page.unroute('**/api/datasets')
  await opened.page.route('**/api/datasets', async (route) => {
    const response = await route.fetch()
    const { datasets } = (await response.json()) as { datasets: Dataset[] }
    await route.fulfill({ response, json: { datasets: datasets.map((one) => ({ ...one, columns })) } })
  })
  await opened.page.goto(`${stack.url}/lend`)
}
const text = async (testId: string) => ((await at(testId).textContent()) ?? '').trim()

it('gives one address a code name, and then lets all of them stay', async () => {
  await opened.page.goto(`${stack.url}/lend`)
  await at(testIds.fileInput).setInputFiles([file('notes.csv', table)])
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

it('makes one table of two with the same columns, and two of it again', async () => {
  await at(testIds.fileInput).setInputFiles([file('more.csv', quiet)])
  await at(testIds.joinTables).click()
  await sees('mail me: [email]')
  expect(await at(testIds.input).count()).toBe(1)
  await opened.picture('joined')
  await fits()
  await at(testIds.takeApart).click()
  await expect.poll(() => at(testIds.input).count(), patience).toBe(2)
})

it('makes columns coarser until nobody stands out, and lets that be undone', async () => {
  await ofColumns(['age', 'integer'], ['born', 'date'])
  const people = Array.from(
    { length: 40 },
    (_, at) => `${20 + (at % 10)},${1990 + Math.floor(at / 10)}-0${1 + (at % 9)}-11`,
  )
  await at(testIds.fileInput).setInputFiles([file('people.csv', ['age,born', ...people].join('\n'))])
  await at(testIds.crowdApply).click()
  await at(testIds.crowd).getByText('Sent: age in steps of 5 and the year of born.').waitFor()
  await sees('1991-01-01')
  await at(testIds.quality).locator('summary').click()
  await opened.picture('coarser')
  await fits()
  await at(testIds.crowdUndo).click()
  await at(testIds.crowdApply).waitFor()
})

it('shows a picture as it would be sent, and covers a face in it', async () => {
  await ofColumns(['picture', 'string'], ['width', 'integer'], ['height', 'integer'])
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
  await opened.page.unroute('**/api/datasets')
})

it('shows a visitor what would be found, in each of several files, and sends nothing', async () => {
  const sent: string[] = []
  opened.page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`)
  })
  await opened.page.goto(`${stack.url}/lend`)
  await at(testIds.fileInput).setInputFiles([
    {
      name: 'trip.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(
        zipOf([
          { path: 'quiet.csv', bytes: utf8(quiet) },
          { path: 'broken.csv', bytes: utf8('a,b\n"never closed') },
        ]),
      ),
    },
    file('telling.csv', telling),
  ])
  await withState(testIds.input, 'ready').waitFor()
  await withState(testIds.input, 'needs-you').waitFor()
  await withState(testIds.input, 'failed').waitFor()
  await at(testIds.pasteOpen).click()
  await at(testIds.pasteText).fill(pasted)
  await at(testIds.pasteTake).click()
  await expect.poll(() => withState(testIds.input, 'needs-you').count(), patience).toBe(2)
  await opened.picture('chosen')
  for (const looked of [1, 2]) {
    await withState(testIds.input, 'needs-you').first().getByTestId(testIds.inputOpen).click()
    await expect.poll(() => withState(testIds.input, 'looked-at').count(), patience).toBe(looked)
  }
  await expect.poll(() => at(testIds.finding).textContent(), patience).toContain('+1 202 555 0143')
  await fits()
  expect(sent).toEqual([])
})

it('lets the visitor join with all of it still there', async () => {
  await at('become-member').click()
  await at(testIds.agreement).waitFor()
  expect(await at(testIds.input).count()).toBe(4)
  for (const code of ['research.academic', 'research.noncommercial']) await tick(testIds.purpose(code))
  await tick(testIds.origin('mine'))
  await tick(testIds.othersInIt('no'))
  await tick(testIds.special('none'))
  await tick(testIds.madeByAi('none'))
  expect(await at(testIds.contributeSubmit).isDisabled()).toBe(true)
  await at(testIds.doubt('others-copyright')).getByText('telling.csv').waitFor()
  await tick(testIds.doubtConfirm('others-copyright'))
  await at(testIds.whatLeaves).locator('summary').click()
  await at(testIds.leavesCommitment)
    .getByText(/^0x[0-9a-f]{64}$/)
    .waitFor()
  await opened.picture('before-signing')
  await fits()
})

it('lends what can be lent, under one signature, and goes on after the page was closed in the middle', async () => {
  const shown = { hash: await text(testIds.leavesHash), commitment: await text(testIds.leavesCommitment) }
  // The first piece of an upload is the last that arrives before the page is gone.
  await opened.page.route('**/api/uploads/*', (route) => route.abort())
  await at(testIds.contributeSubmit).click()
  await withState(testIds.job, 'sending').first().waitFor()
  await opened.page.getByRole('progressbar', { name: 'Upload' }).waitFor()
  await opened.picture('sending')
  await fits()
  await opened.page.unroute('**/api/uploads/*')
  await opened.page.goto(`${stack.url}/my-data`)
  const contributions = await until('all three to have arrived', 60, async () => {
    const { contributions: known } = await mine()
    return known.length === 3 && known.every(({ state }) => state !== 'registered') ? known : undefined
  })
  await at(testIds.resume).waitFor({ state: 'detached' })
  lent = contributions.find(({ contentHash }) => contentHash === shown.hash)
  expect(lent?.commitment).toBe(shown.commitment)
  expect(contributions.map(({ name }) => name).sort()).toEqual([
    'pasted-1.tsv',
    'telling.csv',
    'trip.zip/quiet.csv',
  ])
})

it('makes the same commitment of what lies in storage as is on this screen and on the ledger', async () => {
  await at(testIds.contributionOpen(lent?.contribution ?? '')).click()
  await at(testIds.commitmentOnChain)
    .getByText(lent?.commitment ?? '–')
    .waitFor()
  await at(testIds.checkCommitment).click()
  await at(testIds.commitmentVerdict).getByText('All 3 are the same').waitFor()
  const said = [testIds.commitmentOnScreen, testIds.commitmentOnChain, testIds.commitmentFromStorage]
  expect(await Promise.all(said.map(text))).toEqual(said.map(() => lent?.commitment))
  await fits()
})

it('tells each step with its time and its place on the ledger, and who has looked', async () => {
  const steps = at(testIds.timeline).locator('[data-stage]')
  await until('the machine to have checked it', 60, async () => {
    const told = await steps.allTextContents()
    return told.some((step) => step.startsWith(`Checked: ${lent?.rows} of ${lent?.rows} rows are new`))
  })
  const told = await steps.allTextContents()
  expect(told.slice(0, 3).map((step) => step.split(/[:,]/)[0])).toEqual([
    expect.stringMatching(/^You signed the permission/),
    'Recorded',
    'Uploaded',
  ])
  expect(told.slice(0, 2).every((step) => /Ledger entry 0x/.test(step))).toBe(true)
  expect(await at(testIds.timeline).locator('[data-ahead]').last().textContent()).toBe('Paid to you')
  await at(testIds.whoLooked).getByText('The co-op’s machine').first().waitFor()
  await opened.picture('its-way')
  await fits()
  expect(opened.complaints.filter((said) => !said.includes('net::ERR_FAILED'))).toEqual([])
})
