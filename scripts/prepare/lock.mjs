import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  const own = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(own, String(process.pid))
    // Linked and not written in place: the file never exists without its owner's number.
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw diskStop(error.code, `write ${path}`) ?? error
  } finally {
    rmSync(own, { force: true })
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
    if (owner !== undefined && !isAlive(owner)) rmSync(path, { force: true })
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
