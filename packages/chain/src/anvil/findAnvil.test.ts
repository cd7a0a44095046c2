import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { findAnvil } from './findAnvil.ts'

test('the binary of this system is found and runs', () => {
  expect(execFileSync(findAnvil(), ['--version'], { encoding: 'utf8' })).toMatch(/anvil/i)
})

test('a system without one, or without its package, is told what to do', () => {
  expect(() => findAnvil('sunos-x64')).toThrowError(
    expect.objectContaining({ code: 'ANVIL_MISSING', hint: expect.stringContaining('USUFRUCT_RPC_URL') }),
  )
  const elsewhere = process.platform === 'darwin' ? 'linux-x64' : 'darwin-x64'
  expect(() => findAnvil(elsewhere)).toThrowError(
    expect.objectContaining({
      code: 'ANVIL_MISSING',
      hint: expect.stringMatching(/^Run: npm install --no-save @foundry-rs\/anvil-\w+-amd64@\d+\.\d+\.\d+$/),
    }),
  )
})
