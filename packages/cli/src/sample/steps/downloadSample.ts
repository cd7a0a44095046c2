import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadLicense } from '@usufruct/sdk/actions/access/downloadLicense'
import type { License } from '@usufruct/sdk/http/routes/license'
import type { Scene } from '../scene.ts'

const write = async (path: string, bytes: Uint8Array) => {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A licensee downloads what was bought, into the home. The folder is whole or not there. */
export const downloadSample = async (
  { story, cast, home, progress, signal }: Scene,
  licenses: readonly License[],
): Promise<string> => {
  const { account, directory } = story.download
  const target = join(home, directory)
  const actor = await cast.as(account)
  const address = actor.account?.address.toLowerCase()
  const license = licenses.find(({ licensee }) => licensee === address)
  if (license && !existsSync(target)) {
    const downloaded = await downloadLicense(actor, { license: license.license, signal })
    const part = `${target}.${randomUUID()}`
    await mkdir(part, { recursive: true, mode: 0o700 })
    try {
      await write(join(part, `${downloaded.manifest.dataset.slug}.parquet`), downloaded.toParquet())
      await write(join(part, 'manifest.json'), downloaded.manifestBytes)
      await rename(part, target)
    } finally {
      await rm(part, { recursive: true, force: true })
    }
  }
  progress.did(`${account} downloaded to ${directory}`)
  return target
}
