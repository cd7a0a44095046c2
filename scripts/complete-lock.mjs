// After `npm install`: `node scripts/complete-lock.mjs` (with --check it only says what is lacking).
// npm leaves an optional package out of the lockfile when the registry it asks does not have it just then, and
// `npm ci` refuses such a lockfile on every machine. The missing platforms are entered here by name, version,
// system and processor; without a checksum, which the next `npm install` on such a machine fills in.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'sunos', 'win32']
const processors = { x64: 'x64', amd64: 'x64', arm64: 'arm64', ia32: 'ia32', arm: 'arm' }

/** What a platform package's name says it is for, or undefined for a name that says nothing. */
const platformOf = (name) => {
  const words = name.split('/').pop().split('-')
  const os = words.find((word) => systems.includes(word))
  const cpu = words.map((word) => processors[word]).find(Boolean)
  if (!os || !cpu) return undefined
  const libc = os !== 'linux' ? undefined : words.includes('musl') ? 'musl' : 'glibc'
  return { os: [os], cpu: [cpu], libc }
}

export const completeLock = (lock) => {
  const added = []
  const entries = Object.entries(lock.packages)
  for (const [host, { optionalDependencies = {}, dev, license }] of entries)
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const beside = host.slice(0, host.lastIndexOf('node_modules/'))
      const places = [`${host}/node_modules/${name}`, `${beside}node_modules/${name}`, `node_modules/${name}`]
      if (places.some((place) => lock.packages[place])) continue
      const platform = platformOf(name)
      if (!platform || !/^\d+\.\d+\.\d+$/.test(version)) continue
      const { os, cpu, libc } = platform
      lock.packages[`${beside}node_modules/${name}`] = {
        version,
        cpu,
        ...(dev ? { dev } : {}),
        // Only biome’s and Node’s bindings say which libc they are for; Foundry’s run with glibc alone.
        ...(libc && /musl|gnu|biome/.test(name) ? { libc: [libc] } : {}),
        ...(license ? { license } : {}),
        optional: true,
        os,
      }
      added.push(`${name}@${version}`)
    }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  )
  return added
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const added = completeLock(lock)
  if (added.length === 0) console.log('package-lock.json knows every platform.')
  else if (process.argv.includes('--check')) {
    console.error(`package-lock.json lacks ${added.join(', ')}.\nRun: node scripts/complete-lock.mjs`)
    process.exitCode = 1
  } else {
    writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
    console.log(`Entered ${added.join(', ')}.`)
  }
}
