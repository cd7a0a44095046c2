import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findChromium } from '../test/findChromium.mjs'
import { checkMachine } from './checkMachine.mjs'
import { isInstalled, missingPackages, writeStamp } from './install.mjs'
import { withLock } from './lock.mjs'
import { diskStop } from './stop.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'usufruct prepare '))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const machine = { node: '20.19.0', platform: 'linux', arch: 'x64', glibc: () => '2.36' }

it.each([{}, { node: '22.0.0' }, { platform: 'darwin', arch: 'arm64', glibc: () => null }])(
  'takes a machine that can run it: %o',
  (other) => expect(() => checkMachine({ ...machine, ...other })).not.toThrow(),
)

it.each([
  [{ node: '20.18.3' }, 'needs Node 20.19 or newer; this is Node 20.18.3'],
  [{ node: '18.20.0' }, 'needs Node'],
  [{ platform: 'win32' }, 'Windows'],
  [{ arch: 'riscv64' }, 'linux riscv64'],
  [{ glibc: () => null }, 'musl'],
])('says what is wrong with %o', (other, says) =>
  expect(() => checkMachine({ ...machine, ...other })).toThrow(says),
)

const layOut = () => {
  writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion":3}')
  mkdirSync(join(root, 'node_modules/viem'), { recursive: true })
  writeFileSync(join(root, 'node_modules/viem/package.json'), '{}')
  writeFileSync(
    join(root, 'node_modules/.package-lock.json'),
    JSON.stringify({
      packages: { 'node_modules/viem': {}, 'node_modules/fsevents': { optional: true } },
    }),
  )
}

it('takes a stamped, whole tree as installed, and no other', () => {
  layOut()
  expect(isInstalled(root)).toBe(false)
  writeStamp(root)
  expect(isInstalled(root)).toBe(true)
  rmSync(join(root, 'node_modules/viem/package.json'))
  expect(isInstalled(root)).toBe(false)
  expect(missingPackages(root)).toEqual(['node_modules/viem'])
})

it('installs again when the lockfile changed', () => {
  layOut()
  writeStamp(root)
  writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}')
  expect(isInstalled(root)).toBe(false)
})

it('takes over the lock of a process that is gone, and leaves none behind', async () => {
  const path = join(root, '.cache', 'lock')
  mkdirSync(join(root, '.cache'))
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(path, String(pid))
  expect(await withLock(path, async () => readFileSync(path, 'utf8'))).toBe(String(process.pid))
  expect(existsSync(path)).toBe(false)
})

it('lets one body run at a time', async () => {
  const path = join(root, 'lock')
  let inside = 0
  const body = async () => {
    inside += 1
    expect(inside).toBe(1)
    await new Promise(setImmediate)
    inside -= 1
  }
  await Promise.all([withLock(path, body), withLock(path, body)])
})

it.runIf(process.getuid?.() !== 0)('says that a place cannot be written', async () => {
  chmodSync(root, 0o500)
  await expect(withLock(join(root, 'lock'), async () => {})).rejects.toThrow('you may not write there')
})

it('has words for a full and a read-only disk, and none for what is no disk trouble', () => {
  expect(diskStop('ENOSPC', 'build the app').message).toBe('Cannot build the app: the disk is full (ENOSPC).')
  expect(diskStop('EROFS', 'x').hint).toContain('Copy')
  expect(diskStop('ENOENT', 'x')).toBeUndefined()
})

it('finds a browser by CHROME_PATH and refuses one that is not there', () => {
  expect(findChromium({ CHROME_PATH: process.execPath })).toBe(process.execPath)
  expect(() => findChromium({ CHROME_PATH: join(root, 'none') })).toThrow('nothing can be run there')
})

it.each(['start', 'test'])('%s.mjs and all it loads need nothing but Node', (name) => {
  const seen = new Set()
  const walk = (url) => {
    if (seen.has(url.href)) return
    seen.add(url.href)
    const text = readFileSync(url, 'utf8')
    for (const [, specifier] of text.matchAll(/^import .*from '([^']+)'$/gm)) {
      expect(specifier).toMatch(/^(node:|\.)/)
      if (specifier.startsWith('.')) walk(new URL(specifier, url))
    }
  }
  walk(new URL(`../${name}.mjs`, import.meta.url))
})
