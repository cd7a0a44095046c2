import { join } from 'node:path'
import { readForge } from './readForge.mjs'
import { runInPart } from './runInPart.mjs'
import { writeStories } from './writeStories.mjs'

/** Runs the contract tests, once the model has written its stories for them. */
export const runForge = async (root) => {
  const stories = await writeStories(root)
  if (stories.code !== 0) return { passed: 0, failed: 1, skipped: 0 }
  const { code, said } = await runInPart('contracts', join(root, 'node_modules/.bin/forge'), ['test'], {
    cwd: join(root, 'contracts'),
  })
  const total = readForge(said)
  if (!total) return { passed: 0, failed: 1, skipped: 0 }
  return { ...total, failed: total.failed || (code === 0 ? 0 : 1) }
}
