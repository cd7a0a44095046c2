import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Stop } from '../prepare/stop.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const runnable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser to test with, or undefined. @throws Stop if CHROME_PATH names none */
export const findChromium = (env = process.env) => {
  if (env.CHROME_PATH) {
    if (runnable(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Stop({
      message: `CHROME_PATH is ${env.CHROME_PATH}, and nothing can be run there.`,
      hint: 'Let it name a Chromium or Chrome, or unset it to have the usual places searched.',
      exitCode: 2,
    })
  }
  const inPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...inPath, ...places].find(runnable)
}
