import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { decryptWith } from './decryptWith.ts'
import { encryptTo } from './encryptTo.ts'
import { generateContributionKey } from './generateContributionKey.ts'
import { readAll } from './readAll.ts'
import { identityFile } from './recipient.ts'
import { chunkSize } from './stream.ts'

const installed = spawnSync('age', ['--version']).status === 0
const required = process.env.AGE_REQUIRED === '1'
if (!installed && !required) console.warn('AGE BINARY TESTS NOT RUN: `age` is not installed')

const folder = mkdtempSync(join(tmpdir(), 'usufruct-age-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.runIf(installed || required)('the age binary', () => {
  const key = generateContributionKey()
  const identity = join(folder, 'key.txt')
  writeFileSync(identity, identityFile(key.identity), { mode: 0o600 })

  test.each([0, 1, chunkSize, 3 * chunkSize + 17])(
    'reads what we write and writes what we read: %i bytes',
    async (size) => {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7) & 0xff)
      const ours = join(folder, `ours-${size}`)
      writeFileSync(ours, await readAll(encryptTo(key.recipient, bytes)))
      const options = { maxBuffer: 8 * chunkSize }
      expect(Buffer.compare(execFileSync('age', ['-d', '-i', identity, ours], options), bytes)).toBe(0)

      const theirs = join(folder, `theirs-${size}`)
      execFileSync('age', ['-r', key.recipient, '-o', theirs], { input: bytes })
      expect(Buffer.compare(await readAll(decryptWith(key.identity, readFileSync(theirs))), bytes)).toBe(0)
    },
  )
})
