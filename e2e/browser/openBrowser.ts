import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { root } from '../stack/startStack.ts'

export type OpenedBrowser = {
  browser: Browser
  page: Page
  /** What the page complained about: exceptions and console errors. */
  complaints: string[]
  /** Keeps a picture for people to look at. */
  picture: (name: string) => Promise<void>
}

type Options = {
  viewport?: { width: number; height: number }
  /** Points of the screen for one of the page’s: telephones have two or three. */
  deviceScaleFactor?: number
  /** What its owner reads, as the browser tells pages. */
  locale?: string
  colorScheme?: 'light' | 'dark'
  /** Begins the pictures' names, so that two walks do not overwrite each other's. */
  walk?: string
}

/** The browser that `npm test` found. Without a sandbox only as root, where there is none. */
export const openBrowser = async ({
  viewport = { width: 1280, height: 900 },
  deviceScaleFactor = 1,
  locale = 'en-US',
  colorScheme = 'light',
  walk = '',
}: Options = {}): Promise<OpenedBrowser> => {
  const executablePath = process.env.CHROME_PATH
  if (!executablePath)
    throw new Error('CHROME_PATH names no browser; run these through `npm test -- browser`.')
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const page = await browser.newPage({ viewport, deviceScaleFactor, locale, colorScheme })
  page.setDefaultTimeout(60_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const folder = join(root, '.cache', 'screenshots')
  mkdirSync(folder, { recursive: true })
  let taken = 0
  return {
    browser,
    page,
    complaints,
    picture: async (name) => {
      taken += 1
      const path = join(folder, `${walk && `${walk}-`}${String(taken).padStart(2, '0')}-${name}.png`)
      await page.screenshot({ path, fullPage: true })
    },
  }
}
