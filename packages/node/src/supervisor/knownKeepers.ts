import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { z } from 'zod'
import type { NodePeers } from '../config.ts'

const identities = z.array(z.object({ address, hpkePublicKey: bytes32 }))

type KeeperPeers = NodePeers['keepers']

const fileOf = (home: string) => join(home, 'keepers', 'identities.json')

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/**
 * Where this home's key holders are going to be: who they are is known since the first start, and ports can be
 * chosen for them. So the node need not wait for them, nor they for it. Null at a first start.
 */
export const planKeepers = async (home: string, count: number): Promise<KeeperPeers | null> => {
  try {
    const known = identities.parse(JSON.parse(await readFile(fileOf(home), 'utf8')))
    if (known.length !== count) return null
    return await Promise.all(
      known.map(async (identity, index) => ({
        index,
        ...identity,
        url: `http://127.0.0.1:${await freePort()}`,
      })),
    )
  } catch {
    return null
  }
}

export const rememberKeepers = (home: string, keepers: KeeperPeers): Promise<void> =>
  writeDurably(
    fileOf(home),
    `${JSON.stringify(keepers.map(({ address: at, hpkePublicKey }) => ({ address: at, hpkePublicKey })))}\n`,
  )
