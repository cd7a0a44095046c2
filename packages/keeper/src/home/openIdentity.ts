import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { generateHpkeKey, type HpkeKey } from '@usufruct/sdk/shares/generateHpkeKey'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'

export type KeeperIdentity = {
  /** Signs receipts and relays withdrawals. */
  account: PrivateKeyAccount
  privateKey: Hex
  /** Shares are sealed to it on their way here. */
  hpke: HpkeKey
  /** Shares are encrypted under it once they are here. */
  storeKey: Uint8Array
  index: number
}

const identityFile = z.object({
  schema: z.literal('usufruct-keeper-identity/1'),
  index: z.number().int().min(0).max(254),
  signingKey: bytes32,
  hpke: z.object({ publicKey: bytes32, privateKey: bytes32 }),
  storeKey: bytes32,
})

const problem = (code: string, message: string, hint: string, details: Record<string, unknown>) =>
  new UsufructError({ code, kind: 'conflict', message, hint, details })

const toIdentity = (file: z.output<typeof identityFile>): KeeperIdentity => ({
  account: privateKeyToAccount(file.signingKey),
  privateKey: file.signingKey,
  hpke: file.hpke,
  storeKey: hexToBytes(file.storeKey),
  index: file.index,
})

/**
 * The keeper's keys, made at its first start. `index` says which of each key's shares it holds; it is fixed
 * from then on, because the sealed shares are bound to it.
 *
 * @throws UsufructError `KEEPER_IDENTITY_MISSING`, `KEEPER_IDENTITY_UNREADABLE`, `KEEPER_INDEX_CHANGED`
 */
export async function openIdentity(home: string, index: number): Promise<KeeperIdentity> {
  const path = join(home, 'identity.json')
  if (!existsSync(path)) {
    // New keys beside old shares would make every one of them unreadable, silently.
    if (existsSync(join(home, 'shares.log')))
      throw problem(
        'KEEPER_IDENTITY_MISSING',
        `${home} holds shares but no identity.json to read them with.`,
        'Put identity.json back from the backup; without it this keeper’s shares are lost.',
        { home },
      )
    const file: z.output<typeof identityFile> = {
      schema: 'usufruct-keeper-identity/1',
      index,
      signingKey: generatePrivateKey(),
      hpke: generateHpkeKey(),
      storeKey: bytesToHex(randomBytes(32)),
    }
    await writeDurably(path, `${JSON.stringify(file, null, 2)}\n`)
    return toIdentity(file)
  }
  let read: unknown
  try {
    read = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    read = undefined
  }
  const parsed = identityFile.safeParse(read)
  if (!parsed.success)
    throw problem(
      'KEEPER_IDENTITY_UNREADABLE',
      `${path} is damaged.`,
      'Put it back from the backup; do not delete it, the shares need it.',
      { path },
    )
  if (parsed.data.index !== index)
    throw problem(
      'KEEPER_INDEX_CHANGED',
      `This home belongs to keeper ${parsed.data.index}, not ${index}.`,
      `Start it with --index ${parsed.data.index}, or with another home.`,
      { is: parsed.data.index, asked: index },
    )
  return toIdentity(parsed.data)
}
