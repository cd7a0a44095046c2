import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadLicense } from '@usufruct/sdk/actions/access/downloadLicense'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { License } from '@usufruct/sdk/http/routes/license'
import type { Scene } from '../scene.ts'

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
    try {
      await writeDurably(join(part, `${downloaded.manifest.dataset.slug}.parquet`), downloaded.toParquet())
      await writeDurably(join(part, 'manifest.json'), downloaded.manifestBytes)
      await rename(part, target)
    } finally {
      await rm(part, { recursive: true, force: true })
    }
  }
  progress.did(`${account} downloaded to ${directory}`)
  return target
}
