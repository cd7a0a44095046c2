import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CharterInput } from '../charter.ts'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

/** The sample's charter, as a fresh object that a test may spoil. */
export const sampleCharter = (): CharterInput =>
  JSON.parse(readFileSync(`${root}samples/dao.json`, 'utf8')) as CharterInput
