import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { diskStop, Stop } from './stop.mjs'

const sources = ['packages/web', 'packages/sdk/src', 'packages/cleaning/src']
const skipped = new Set(['node_modules', 'dist', '.vite'])

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : [path]
    })
    .sort()

const hashOf = (root) => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const path of sources.flatMap((folder) => filesUnder(join(root, folder))))
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path))
  return hash.digest('hex')
}

const stampPath = (root) => join(root, '.cache', 'web-build')

const readStamp = (root) => {
  try {
    return readFileSync(stampPath(root), 'utf8')
  } catch {
    return undefined
  }
}

export const isWebBuilt = (root) =>
  existsSync(join(root, 'packages/web/dist/index.html')) && readStamp(root) === hashOf(root)

/** Builds the dApp into `packages/web/dist`. @throws Stop if Vite cannot */
export const buildWeb = async (root) => {
  console.error('Building the app …')
  // Taken before the build: an edit during it makes the next start build again.
  const hash = hashOf(root)
  rmSync(stampPath(root), { force: true })
  await new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'packages/web'),
      stdio: ['ignore', 'inherit', 'pipe'],
      // Whatever started us may be a test run, and React then builds in its checks for developers.
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      process.stderr.write(chunk)
      said = (said + chunk).slice(-20_000)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const disk = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM)\b/.exec(said)?.[1]
      reject(
        (disk && diskStop(disk, 'build the app')) ||
          new Stop({
            message: 'Vite could not build the app (packages/web).',
            hint: 'What it said is above. In an unchanged checkout, delete node_modules and try again.',
          }),
      )
    })
  })
  try {
    mkdirSync(join(root, '.cache'), { recursive: true })
    writeFileSync(stampPath(root), hash)
  } catch (error) {
    throw diskStop(error.code, `write ${stampPath(root)}`) ?? error
  }
}
