import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Charter } from '@usufruct/sdk/founding/charter'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { z } from 'zod'

const privateKey = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((value) => value as Hex)

const keyFile = z.object({
  operator: privateKey,
  relayer: privateKey,
  /** By account name; of a practice DAO only. */
  practice: z.record(z.string(), privateKey),
})
export type Keys = z.output<typeof keyFile>

const readKeys = async (path: string): Promise<Partial<Keys>> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  try {
    return keyFile.parse(JSON.parse(text))
  } catch (cause) {
    // Replacing them would orphan everything these accounts own.
    throw new UsufructError({
      code: 'KEYS_UNREADABLE',
      kind: 'internal',
      message: `The node’s keys in ${path} cannot be read.`,
      hint: 'Restore the file from a backup, or start with another --home.',
      details: { path },
      cause,
    })
  }
}

/** The node's accounts, drawn at the first start and kept: operator, relayer, and a practice DAO's members,
 * reviewers and licensees. The operator of a practice DAO is its account of that name. */
export const loadKeys = async (home: string, charter: Charter): Promise<Keys> => {
  const path = join(home, 'keys.json')
  const known = await readKeys(path)
  const practice: Record<string, Hex> = { ...known.practice }
  for (const { name } of charter.practice ? charter.accounts : []) practice[name] ??= generatePrivateKey()
  const operatorName = charter.accounts.find(({ role }) => role === 'operator')?.name
  const keys: Keys = {
    operator: known.operator ?? practice[operatorName ?? ''] ?? generatePrivateKey(),
    relayer: known.relayer ?? generatePrivateKey(),
    practice,
  }
  if (JSON.stringify(known) !== JSON.stringify(keys))
    await writeDurably(path, `${JSON.stringify(keys, null, 2)}\n`)
  return keys
}
