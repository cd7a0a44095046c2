import { join } from 'node:path'
import { runInPart } from './runInPart.mjs'

/** Runs the contract tests, once the model has written its stories for them, and reads their number off the last line,
 * which forge has no other way to say. */
export const runForge = async (root) => {
  const stories = await runInPart(
    'contracts',
    process.execPath,
    ['--import', 'tsx', 'model/writeStories.ts'],
    {
      cwd: join(root, 'contracts'),
    },
  )
  if (stories.code !== 0) return { passed: 0, failed: 1, skipped: 0 }
  const { code, said } = await runInPart('contracts', join(root, 'node_modules/.bin/forge'), ['test'], {
    cwd: join(root, 'contracts'),
  })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: forge colours its summary
  const plain = said.replace(/\u001b\[\d+(?:;\d+)*m/g, '')
  const total = /(\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)\s*$/m.exec(plain)
  if (!total) return { passed: 0, failed: 1, skipped: 0 }
  const [passed, failed, skipped] = total.slice(1).map(Number)
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped }
}
