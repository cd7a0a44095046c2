import { rm } from 'node:fs/promises'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { testIds } from '@usufruct/web/app/testIds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { relayAlone } from '../stack/relayAlone.ts'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { decodeQr } from './decodeQr.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// A member's whole way on a telephone, while the sample plays: read, choose, sign, receipt, leave card; then the card
// is used by somebody else. Each test goes on where the one before it left off.

const research = ['research.academic', 'research.noncommercial']

let home: string
let stack: Stack
let opened: OpenedBrowser
let card = ''

beforeAll(async () => {
  home = await newHome()
  const [started, browser] = await Promise.all([
    startStack({ home }),
    openBrowser({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      locale: 'de-AT',
      walk: 'consent',
    }),
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
const tick = (testId: string) => at(testId).check({ force: true })

/** Nothing may be wider than the telephone. */
const fits = async () => expect(await sticksOut(opened.page)).toEqual([])

it('shows the agreement in the member’s own language, and sends nobody on who reads none', async () => {
  await opened.page.goto(`${stack.url}/lend`)
  await at(testIds.useSampleFile).click()
  await at('become-member').click()
  await at(testIds.agreement).waitFor()
  const { agreements } = await stack.node.call('getDao', {})
  const german = agreements.find(({ language }) => language === 'de')
  expect(await at(testIds.agreementHash).textContent()).toBe(german?.hash)
  expect(await at(testIds.agreement).textContent()).toContain(german?.title)
  await opened.picture('read')
  await tick(testIds.language('none'))
  await at(testIds.languageRefused).waitFor()
  expect(await at(testIds.contributeSubmit).count()).toBe(0)
  await opened.picture('reads-none')
  await tick(testIds.language('en'))
  await at(testIds.readWhole).click()
  await opened.picture('every-word')
  await fits()
})

it('starts with no box ticked, and says of each what it would earn', async () => {
  const boxes = opened.page.locator(`[data-testid^="${testIds.purpose('')}"]`)
  expect(await boxes.count()).toBeGreaterThan(10)
  expect(await boxes.and(opened.page.locator(':checked')).count()).toBe(0)
  expect(await at(testIds.purpose('redistribute')).count()).toBe(0)
  for (const code of research) await tick(testIds.purpose(code))
  await tick(testIds.origin('mine'))
  await tick(testIds.othersInIt('no'))
  await tick(testIds.madeByAi('none'))
  await tick(testIds.special('health'))
  await at(testIds.specialRefused).waitFor()
  expect(await at(testIds.contributeSubmit).isDisabled()).toBe(true)
  await tick(testIds.special('none'))
  await opened.picture('chosen')
})

it('signs, and gives a receipt that checks out', async () => {
  expect(await at(testIds.whatYouSign).textContent()).toContain('Academic research')
  await at(testIds.contributeSubmit).click()
  await at(testIds.contributeDone).waitFor()
  await at(testIds.receiptCheck).and(opened.page.locator('[data-ok=true]')).waitFor()
  await opened.picture('receipt')
  await fits()
})

it('makes a leave card whose picture says what its text says', async () => {
  await at(testIds.leaveCardMake).click()
  await at(testIds.leaveCardQr).waitFor()
  card = ((await at(testIds.leaveCardText).textContent()) ?? '').trim()
  expect(card).not.toBe('')
  expect(await decodeQr(at(testIds.leaveCardQr))).toBe(card)
  const [download] = await Promise.all([
    opened.page.waitForEvent('download'),
    at(testIds.leaveCardPdf).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.pdf$/)
  await opened.picture('leave-card')
  await fits()
})

it('stops when somebody else uses the card, without the device or its storage', async () => {
  expect(await relayAlone(card, `${stack.url}/rpc`)).toBe('withdrawn')
  await opened.page.goto(`${stack.url}/my-data`)
  await opened.page
    .locator(`[data-testid^="${testIds.permission('0x')}"][data-state=withdrawn]`)
    .waitFor({ state: 'attached' })
  await opened.picture('withdrawn')
  await fits()
})

it('has room for whatever a file is called and whatever became of it', async () => {
  const hash = `0x${'cd'.repeat(32)}`
  await opened.page.route('**/api/me/contributions', async (route) => {
    const response = await route.fetch()
    const { contributions } = (await response.json()) as { contributions: Contribution[] }
    const text = `Could not be cleaned (${hash}: ${hash})`
    const reason = { at: 1_800_000_000, stage: 'clean', text, ledger: null }
    const json = contributions.map((one) => ({ ...one, name: hash, timeline: [...one.timeline, reason] }))
    await route.fulfill({ response, json: { contributions: json } })
  })
  await opened.page.goto(`${stack.url}/my-data`)
  await opened.page.getByText(`(${hash}`).waitFor()
  await opened.picture('long-words')
  await fits()
  await opened.page.locator(`[data-testid^="${testIds.contributionOpen('0x')}"]`).click()
  await at(testIds.timeline).getByText(`(${hash}`).waitFor()
  await opened.picture('long-words-of-one')
  await fits()
  expect(opened.complaints).toEqual([])
})
