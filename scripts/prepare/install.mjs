import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { diskStop, Stop } from './stop.mjs'

const stampPath = (root) => join(root, 'node_modules', '.usufruct-stamp')

/** Changes with whatever would make an installed tree the wrong one. */
export const stampOf = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`\n${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex')

export const writeStamp = (root) => {
  const file = openSync(stampPath(root), 'w')
  writeSync(file, stampOf(root))
  // Power may fail right after the install: a stamp must never be there without the files before it.
  fsyncSync(file)
  closeSync(file)
}

const readStamp = (root) => {
  try {
    return readFileSync(stampPath(root), 'utf8')
  } catch {
    return undefined
  }
}

/** Packages that the installed tree's own list names and that are not there. */
export const missingPackages = (root) => {
  const list = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(list)) return ['node_modules']
  const { packages } = JSON.parse(readFileSync(list, 'utf8'))
  return Object.entries(packages)
    .filter(([path, entry]) => !entry.optional && !existsSync(join(root, path, 'package.json')))
    .map(([path]) => path)
}

export const isInstalled = (root) => readStamp(root) === stampOf(root) && missingPackages(root).length === 0

const canWrite = (path) => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** npm that runs us, else the one beside Node. */
const npmCommand = () => {
  const running = process.env.npm_execpath
  if (running && /npm-cli\.c?js$/.test(running)) return [process.execPath, running]
  const bin = dirname(process.execPath)
  const beside = [
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => existsSync(path))
  return beside ? [process.execPath, beside] : ['npm']
}

const networkCodes = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/

const always = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  // What the cache has is held against the lockfile’s checksum; asking whether it is stale only costs time.
  '--prefer-offline',
  // npm’s own pauses add up to minutes before it says that there is no network.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

/** @throws Stop saying what npm stumbled over */
export const runNpm = (root, args, purpose) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env }
    // npm refuses to work without a cache it can write to, and a service account's HOME may be read-only.
    if (!env.npm_config_cache && !canWrite(homedir())) env.npm_config_cache = join(root, '.cache', 'npm')
    const [command, ...before] = npmCommand()
    const child = spawn(command, [...before, ...args, ...always], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      process.stderr.write(chunk)
      said = (said + chunk).slice(-20_000)
    })
    child.on('error', (error) =>
      reject(
        new Stop({
          message: `Cannot run npm to ${purpose} (${error.code}).`,
          hint: 'npm comes with Node: https://nodejs.org. Check that `npm --version` works.',
        }),
      ),
    )
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      const disk = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM)\b/.exec(said)?.[1]
      const network = networkCodes.exec(said)?.[1]
      reject(
        (disk && diskStop(disk, purpose)) ||
          new Stop({
            message: `npm could not ${purpose} (${network ?? signal ?? `exit code ${code}`}).`,
            hint: network
              ? 'The first start needs the package registry. Check the network (or npm’s proxy and registry settings) and run the same command again.'
              : 'What npm said is above. Nothing is half-installed: the next start begins anew.',
            exitCode: network ? 6 : 1,
          }),
      )
    })
  })

/** Installs exactly what the lockfile says. Without a network the present tree, if any, stays unusable until there is one. */
export const install = async (root) => {
  console.error('Installing the packages of package-lock.json …')
  rmSync(stampPath(root), { force: true })
  await runNpm(root, ['ci'], 'install the packages')
  const missing = missingPackages(root)
  if (missing.length > 0)
    throw new Stop({
      message: `npm says it is done, but these packages are missing: ${missing.slice(0, 5).join(', ')}.`,
      hint: 'Delete node_modules and run the same command again.',
    })
}
