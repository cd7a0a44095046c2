import { expect, it } from 'vitest'
import { completeLock } from './complete-lock.mjs'

it('enters what an optional dependency names and the lockfile lacks', () => {
  const lock = {
    packages: {
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        license: 'MIT',
        optionalDependencies: {
          'tool-linux-x64-gnu': '1.0.0',
          'tool-darwin-arm64': '1.0.0',
          'tool-linux-arm64-musl': '1.0.0',
          fsevents: '2.0.0',
        },
      },
      'node_modules/tool-linux-x64-gnu': { version: '1.0.0' },
    },
  }
  expect(completeLock(lock)).toEqual(['tool-darwin-arm64@1.0.0', 'tool-linux-arm64-musl@1.0.0'])
  expect(lock.packages['node_modules/tool-linux-arm64-musl']).toEqual({
    version: '1.0.0',
    cpu: ['arm64'],
    dev: true,
    libc: ['musl'],
    license: 'MIT',
    optional: true,
    os: ['linux'],
  })
  expect(completeLock(lock)).toEqual([])
})
