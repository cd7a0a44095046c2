import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { diskStop } from './stop.mjs'

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const tryLock = (path) => {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw diskStop(error.code, `write ${path}`) ?? error
  }
}

const ownerOf = (path) => {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Two starts of one checkout must not install over each other; the second waits for the first. */
export const withLock = async (path, body) => {
  let told = false
  while (!tryLock(path)) {
    const owner = ownerOf(path)
    // A file without a number was left by a kill between its making and its writing.
    if (owner !== undefined && (owner === 0 || !isAlive(owner))) rmSync(path, { force: true })
    else if (!told) {
      told = true
      console.error(`Waiting for process ${owner}, which prepares the same checkout (${path}).`)
    }
    await pause(200)
  }
  try {
    return await body()
  } finally {
    rmSync(path, { force: true })
  }
}
