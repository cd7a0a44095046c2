import { rm } from 'node:fs/promises'
import { testIds } from '@usufruct/web/app/testIds'
import { foundIds } from '@usufruct/web/features/found/foundIds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Stack, startStack } from '../stack/startStack.ts'
import { type OpenedBrowser, openBrowser } from './openBrowser.ts'
import { sticksOut } from './sticksOut.ts'

// A home without a DAO, and two people at one browser who found one; each test goes on where the one before left off.

let home: string
let stack: Stack
let opened: OpenedBrowser

beforeAll(async () => {
  home = await newHome()
  const [started, browser] = await Promise.all([startStack({ home, args: ['--empty'] }), openBrowser()])
  stack = started
  opened = browser
})

afterAll(async () => {
  await opened?.browser.close()
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const at = (testId: string) => opened.page.getByTestId(testId)

it('asks six questions on a telephone, with the reason where an answer does not do', async () => {
  await opened.page.setViewportSize({ width: 390, height: 844 })
  await opened.page.goto(stack.url)
  await at(foundIds.field('name')).fill('River Watch')
  for (const id of ['who', 'wrapper', 'data', 'offers', 'split', 'rules']) {
    await at(foundIds.question(id)).waitFor()
    if (id === 'split') {
      await at(foundIds.field('split.treasury')).fill('30')
      await at(foundIds.next).click()
      expect(await at(testIds.error).first().textContent()).toContain('do not add up to 100 %')
      await at(foundIds.field('split.treasury')).fill('20')
      expect(await at(foundIds.simulated).textContent()).toContain('members get 7,000.00')
    }
    expect(await sticksOut(opened.page)).toEqual([])
    await opened.picture(`found-${id}`)
    await at(foundIds.next).click()
  }
  await at(foundIds.review).waitFor()
})

it('keeps what was answered and signed over a closed tab', async () => {
  for (const name of ['Ada', 'Ben']) {
    await at(foundIds.founderName).fill(name)
    await at(foundIds.addFounder).click()
    await at(foundIds.founder(name.toLowerCase())).waitFor()
  }
  expect(await at(foundIds.deploy).isDisabled()).toBe(true)
  await at(foundIds.sign('ada')).click()
  await opened.page.reload()
  await at(foundIds.sign('ben')).click()
  for (const name of ['ada', 'ben'])
    await at(foundIds.founder(name)).and(opened.page.locator('[data-signed]')).waitFor()
  expect(await sticksOut(opened.page)).toEqual([])
  await opened.picture('found-signed')
})

it('founds it, and becomes its page', async () => {
  await at(foundIds.deploy).click()
  await at(foundIds.deploying).waitFor()
  await at(testIds.banner).waitFor({ timeout: 120_000 })
  const dao = await stack.node.call('getDao', {})
  expect(dao).toMatchObject({ name: 'River Watch', practice: true })
  await opened.page.getByText('River Watch').first().waitFor()
  await opened.picture('found-home')
})
