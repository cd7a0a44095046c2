#!/usr/bin/env node
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { arePrograms, programsFolder } from '../../../scripts/prepare/bundlePrograms.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
if (arePrograms(root)) {
  process.env.USUFRUCT_PROGRAMS = programsFolder(root)
  await import(pathToFileURL(join(programsFolder(root), 'packages/cli/src/main.mjs')).href)
} else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../src/main.ts')
}
