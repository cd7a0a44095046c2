// Makes a checkout ready to run, with nothing but Node: packages, native parts, the built app. Called by start
// and test themselves and not as an npm pre-script, which `ignore-scripts` would switch off.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWeb, isWebBuilt } from './prepare/buildWeb.mjs'
import { arePrograms, bundlePrograms, programsFolder } from './prepare/bundlePrograms.mjs'
import { checkMachine } from './prepare/checkMachine.mjs'
import { install, isInstalled, writeStamp } from './prepare/install.mjs'
import { withLock } from './prepare/lock.mjs'
import { loadNatives } from './prepare/natives.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Does only what is not done yet; a second call needs no network and writes nothing. */
export const prepare = async (purpose) => {
  checkMachine()
  const locked = (body) => withLock(join(root, '.cache', 'prepare.lock'), body)
  if (!isInstalled(root))
    await locked(async () => {
      if (isInstalled(root)) return
      await install(root)
      writeStamp(root)
    })
  await loadNatives(root, purpose, locked)
  if (!isWebBuilt(root))
    await locked(async () => {
      if (!isWebBuilt(root)) await buildWeb(root)
    })
  if (!arePrograms(root))
    await locked(async () => {
      if (!arePrograms(root)) await bundlePrograms(root)
    })
  process.env.USUFRUCT_PROGRAMS = programsFolder(root)
}
