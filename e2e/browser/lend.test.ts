import { rm } from 'node:fs/promises'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { testIds } from '@usufruct/web/app/testIds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { until } from '../stack/until.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// Two files and a pasted table on a telephone: looked at by a visitor, lent by a member, checked against the ledger and
// against storage, and followed. Each test goes on where the one before it left off.

const header =
  'study,individual,species,island,egg_date,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,notes'
const penguin = (note: string, mass: number) =>
  `PAL0910,T${mass}A1,Adelie,Torgersen,2009-11-17,39.1,18.7,181,${mass},male,${note}`
const quiet = [header, penguin('calm', 3751), penguin('fed', 3752)].join('\n')
const telling = [header, penguin('mail me: ann@example.org', 3761), penguin('moulting', 3762)].join('\n')
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
const text = async (testId: string) => ((await at(testId).textContent()) ?? '').trim()

it('shows a visitor what would be found, in each of several files, and sends nothing', async () => {
  const sent: string[] = []
  opened.page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`)
  })
  await opened.page.goto(`${stack.url}/lend`)
  await at(testIds.fileInput).setInputFiles([
    file('quiet.csv', quiet),
    file('telling.csv', telling),
    file('broken.csv', 'a,b\n"never closed'),
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
  expect(await at(testIds.finding).textContent()).toContain('+1 202 555 0143')
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
  expect(contributions.map(({ name }) => name).sort()).toEqual(['pasted-1.tsv', 'quiet.csv', 'telling.csv'])
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
