import { join } from 'node:path'
import { runInPart } from './runInPart.mjs'

/** Has the model write the stories that the contracts are compared with it by. */
export const writeStories = (root) =>
  runInPart('contracts', process.execPath, ['--import', 'tsx', 'model/writeStories.ts'], {
    cwd: join(root, 'contracts'),
  })
