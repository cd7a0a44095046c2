import { readFileSync } from 'node:fs'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { address } from '@usufruct/sdk/domain/ids'
import { z } from 'zod'
import type { KeeperDeployment } from './chain/chainView.ts'

const deployment = z.object({
  chainId: z.number().int().positive(),
  members: address,
  offers: address,
  releases: address,
  contributions: address,
  coin: address,
  fromBlock: z.number().int().nonnegative(),
})

/** @throws UsufructError `DEPLOYMENT_UNREADABLE` */
export function readDeployment(path: string): KeeperDeployment {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    read = cause
  }
  const parsed = deployment.safeParse(read)
  if (parsed.success) return parsed.data
  throw new UsufructError({
    code: 'DEPLOYMENT_UNREADABLE',
    message: `${path} does not say where the DAO’s contracts are.`,
    hint: 'Name the deployments/<chainId>.json of the DAO.',
    details: { path, issue: parsed.error.issues[0]?.path.join('.') },
    cause: read instanceof Error ? read : undefined,
  })
}
