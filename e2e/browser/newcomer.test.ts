import { rm } from 'node:fs/promises'
import { testIds } from '@usufruct/web/app/testIds'
import { roles } from '@usufruct/web/session/roles'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { birdsOf, expectedRows, membersIn } from '../stack/expectedRows.ts'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { until } from '../stack/until.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// A newcomer plays everyone, by hand, in a real browser; each test goes on where the one before it left off.

const research = ['research.academic', 'research.noncommercial']
const own = birdsOf('try-it/field-notes.csv')

let home: string
let stack: Stack
let opened: OpenedBrowser

beforeAll(async () => {
  home = await newHome()
  const [started, browser] = await Promise.all([startStack({ home }), openBrowser()])
  stack = started
  opened = browser
})

afterAll(async () => {
  await opened?.browser.close()
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const at = (testId: string) => opened.page.getByTestId(testId)

/** A step of “Try it yourself” on the home page. */
const tryStep = async (step: number) => {
  await opened.page.goto(stack.url)
  await at(testIds.tryStep(step)).getByRole('button').click()
}

const researchOffer = async () => {
  const dataset = await stack.node.call('getDataset', { params: { slug: 'palmer-penguins' } })
  const offer = dataset.offers.find(({ name }) => name === 'Research')
  if (!offer) throw new Error('no research offer')
  return offer
}

it('shows the sample move, and its end', async () => {
  await opened.page.goto(stack.url)
  await at(testIds.banner).waitFor()
  expect(await at(testIds.banner).textContent()).toContain('Test money only')
  await opened.picture('home-while-playing')
  await at(testIds.storyState).and(opened.page.locator('[data-state=done]')).waitFor({
    state: 'attached',
    timeout: 170_000,
  })
  expect(await at(testIds.stageCount('contribute')).textContent()).toContain('12')
  await opened.picture('home')
})

it('lends a file and sees its phone number caught', async () => {
  await tryStep(1)
  await at(testIds.useSampleFile).click()
  await at(testIds.finding).first().waitFor()
  const findings = await at(testIds.finding).allTextContents()
  expect(findings).toHaveLength(2)
  expect(findings[0]).toContain('name of a person')
  expect(findings[1]).toContain('phone')
  await opened.picture('finding')
  await at(testIds.agreement).waitFor()
  for (const code of research) await at(testIds.purpose(code)).check({ force: true })
  await at(testIds.origin('mine')).check({ force: true })
  await at(testIds.othersInIt('no')).check({ force: true })
  await at(testIds.special('none')).check({ force: true })
  await at(testIds.madeByAi('none')).check({ force: true })
  await opened.picture('before-signing')
  await at(testIds.contributeSubmit).click()
  await at(testIds.contributeDone).waitFor()
  await at(testIds.commitment).locator('summary').click()
  const commitment = (await at(testIds.commitmentOnScreen).textContent()) ?? ''
  await at(testIds.commitmentOnChain).getByText(commitment).waitFor()
  await opened.picture('lent')
})

it('scores it, on every chair of the panel', async () => {
  const before = (await researchOffer()).rows
  await until('the panel to be dealt', 60, async () => {
    const { rounds } = await stack.node.call('listRounds', {})
    return rounds.some(({ phase }) => phase === 'commit')
  })
  await tryStep(2)
  let pictured = false
  // What is on the screen may be gone by the time it is pressed: the panel moves on by itself.
  const press = (what: Locator) => what.click({ timeout: 2_000 }).catch(() => undefined)
  await until('the newcomer’s rows to be released', 150, async () => {
    if ((await researchOffer()).rows === before + own.length) return true
    if (await at(testIds.commitScore).isVisible()) {
      await at(testIds.score(5))
        .check({ force: true, timeout: 2_000 })
        .catch(() => undefined)
      if (!pictured) await opened.picture('review')
      pictured = true
      await press(at(testIds.commitScore))
    } else if (await at(testIds.revealScore).isVisible()) await press(at(testIds.revealScore))
    else if (await at(testIds.reviewPanel).isVisible()) {
      await press(at(testIds.reviewPanel).getByRole('button').first())
      const task = at(testIds.commitScore).or(at(testIds.revealScore))
      await task.waitFor({ timeout: 5_000 }).catch(() => undefined)
    }
    await opened.page.waitForTimeout(300)
    return false
  })
  expect(pictured).toBe(true)
})

it('licenses it, and opens exactly what the offer holds', async () => {
  await tryStep(3)
  const { offer } = await researchOffer()
  await at(testIds.buyOffer(offer)).click()
  await at(testIds.price).waitFor()
  await opened.picture('buy')
  await at(testIds.buyConfirm).click()
  await at(testIds.buyDone).waitFor()
  const license = (await at(testIds.buyDone).getAttribute('data-license')) ?? ''
  await opened.picture('bought')
  await opened.page.goto(`${stack.url}/licenses`)
  await at(testIds.download(license)).click()
  await at(testIds.downloadDone).waitFor()
  const expected = expectedRows(membersIn(research)).length + own.length
  expect(await at(testIds.downloadDone).getAttribute('data-rows')).toBe(String(expected))
  await opened.picture('downloaded')
})

it('gets paid', async () => {
  await tryStep(4)
  const amount = at(testIds.claimable)
  await until('something to take', 30, async () => (await amount.getAttribute('data-amount')) !== '0')
  await opened.picture('my-data')
  await at(testIds.getPaid).click()
  await at(testIds.paidOut).waitFor()
  await opened.picture('paid')
})

it('stops sharing, and sees what the licensee is told', async () => {
  await tryStep(5)
  await opened.page.locator(`[data-testid^="${testIds.stopSharing('')}0x"]`).click()
  await at(testIds.stopChoice('erase')).check({ force: true })
  await opened.picture('before-stopping')
  await at(testIds.stopSharingConfirm).click()
  await at(testIds.stopped).waitFor()
  await tryStep(6)
  await at(testIds.notice).waitFor()
  expect(await at(testIds.notice).textContent()).toContain(`${own.length} rows`)
  await opened.picture('notice')
})

it('fits a telephone in all shoes, and complained about nothing', async () => {
  await opened.page.setViewportSize({ width: 390, height: 844 })
  await opened.page.goto(stack.url)
  await at(testIds.stage('contribute')).waitFor()
  await opened.picture('home-on-a-telephone')
  expect(await sticksOut(opened.page)).toEqual([])
  for (const { id, page } of roles) {
    await at(testIds.roleSwitcher).click()
    await at(testIds.role(id)).click()
    await at(testIds.role(id)).and(opened.page.locator('[aria-pressed=true]')).waitFor()
    await at(testIds.roleGo).click()
    await opened.page.getByRole('heading', { level: 1, name: page }).waitFor()
    await opened.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
    await opened.picture(`${id}-on-a-telephone`)
    expect(await sticksOut(opened.page), page).toEqual([])
  }
  expect(opened.complaints).toEqual([])
})
