import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { runNpm } from './install.mjs'
import { Stop } from './stop.mjs'

const { platform, arch } = process
const goArch = arch === 'x64' ? 'amd64' : arch
const libc = platform === 'linux' ? '-gnu' : ''

/** Packages whose working part is a binary per platform, in an optional package of its own. */
const natives = [
  { name: 'esbuild', part: `@esbuild/${platform}-${arch}`, run: 'bin/esbuild', through: 'tsx' },
  { name: 'rolldown', part: `@rolldown/binding-${platform}-${arch}${libc}`, through: 'vite' },
  { name: 'lightningcss', part: `lightningcss-${platform}-${arch}${libc}`, through: 'vite' },
  { name: '@foundry-rs/anvil', part: `@foundry-rs/anvil-${platform}-${goArch}`, run: 'bin/anvil' },
  {
    name: '@foundry-rs/forge',
    part: `@foundry-rs/forge-${platform}-${goArch}`,
    run: 'bin/forge',
    for: 'test',
  },
  { name: '@biomejs/biome', part: `@biomejs/cli-${platform}-${arch}`, run: 'biome', for: 'check' },
]

/** Where a package that `from` can import lies; its exports need not name package.json. */
const folderOf = (name, from) => {
  for (const path of createRequire(join(from, 'x.js')).resolve.paths(name) ?? [])
    if (existsSync(join(path, name, 'package.json'))) return join(path, name)
  return undefined
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

const runs = (file) =>
  new Promise((resolve, reject) =>
    execFile(file, ['--version'], { timeout: 20_000 }, (error) => (error ? reject(error) : resolve())),
  )

/** Where the host package is, and what is wrong with its native part, if anything. */
const probe = async (root, native) => {
  const via = native.through ? folderOf(native.through, root) : root
  const host = via && folderOf(native.name, via)
  if (!host) return { native, problem: 'is not installed' }
  const version = manifestOf(host).optionalDependencies?.[native.part]
  if (!version) return { native, problem: `is not made for ${platform} ${arch}` }
  const part = folderOf(native.part, host)
  if (!part) return { native, version, problem: 'has no part for this platform' }
  try {
    if (native.run) await runs(join(part, native.run))
    else createRequire(join(host, 'x.js'))(native.part)
    return { native, version }
  } catch (error) {
    return { native, version, problem: `does not run (${error.code ?? error.message})` }
  }
}

const troubles = async (root, list) =>
  (await Promise.all(list.map((native) => probe(root, native)))).filter(({ problem }) => problem)

/**
 * Loads every native part. npm at times leaves out an optional package of the platform, and a lockfile made
 * elsewhere may not know it; such a part is fetched at the very version that its package asks for.
 * @param {'start' | 'test' | 'check'} purpose
 * @param {<T>(body: () => Promise<T>) => Promise<T>} locked
 * @throws Stop naming what cannot be had
 */
export const loadNatives = async (root, purpose, locked) => {
  const wanted = natives.filter((native) => !native.for || native.for === purpose)
  if ((await troubles(root, wanted)).length === 0) return
  await locked(async () => {
    const broken = await troubles(root, wanted)
    const lacking = broken.filter(({ version }) => version).map(specOf)
    if (lacking.length > 0) {
      console.error(`Fetching what is missing for ${platform} ${arch}: ${lacking.join(', ')} …`)
      // npm prunes what no package.json asks for: what was fetched like this before has to be named again.
      const present = (await Promise.all(natives.map((native) => probe(root, native)))).filter(
        ({ version, problem }) => version && !problem,
      )
      await runNpm(root, ['install', '--no-save', ...lacking, ...present.map(specOf)], 'fetch them')
    }
    const still = lacking.length > 0 ? await troubles(root, wanted) : broken
    if (still.length > 0) throw cannotBeHad(still)
  })
}

const specOf = ({ native, version }) => `${native.part}@${version}`

const cannotBeHad = (still) =>
  new Stop({
    message: still.map(({ native, problem }) => `${native.name} ${problem} (${native.part}).`).join('\n'),
    hint: still
      .map((trouble) =>
        trouble.version
          ? `Get it with: npm install --no-save ${specOf(trouble)}`
          : `${trouble.native.name} has no build for ${platform} ${arch}; use another machine or container.`,
      )
      .join('\n'),
  })
