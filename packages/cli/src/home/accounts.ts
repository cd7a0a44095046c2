import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { address } from '@usufruct/sdk/domain/ids'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { usageError } from '../usage.ts'

const namePattern = /^[a-z0-9-]{1,40}$/

const accountFile = z.object({
  account: z.literal('usufruct-account/1'),
  name: z.string().regex(namePattern),
  address,
  privateKey: z.string().regex(/^0x[0-9a-fA-F]{64}$/),
})

export type KeptAccount = { name: string; address: Hex; privateKey: Hex }

const folderOf = (home: string) => join(home, 'accounts')

/** @throws UsufructError `USAGE` for a name that could leave the folder or puzzle a shell */
const pathOf = (home: string, name: string): string => {
  if (!namePattern.test(name))
    throw usageError(
      `“${name}” cannot name an account.`,
      'Use up to 40 lower-case letters, digits and hyphens.',
      { name },
    )
  return join(folderOf(home), `${name}.json`)
}

const damaged = (path: string, problem: string, cause?: unknown) =>
  new UsufructError({
    code: 'ACCOUNT_DAMAGED',
    kind: 'conflict',
    message: `The account file cannot be used: ${path} ${problem}.`,
    hint: 'Put it back from a copy; it holds the only key to what the account owns.',
    details: { path },
    cause,
  })

/** @throws UsufructError `ACCOUNT_EXPOSED`, `ACCOUNT_DAMAGED` */
export const readAccount = async (home: string, name: string): Promise<KeptAccount | undefined> => {
  const path = pathOf(home, name)
  let text: string
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new UsufructError({
        code: 'ACCOUNT_EXPOSED',
        kind: 'conflict',
        message: `Others on this machine may read the key in ${path}.`,
        hint: `Close it (chmod 600 '${path}'); if somebody may have read it, move to a new account.`,
        details: { path, mode: (mode & 0o777).toString(8) },
      })
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw asDiskError(error, path)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'is not JSON', cause)
  }
  const parsed = accountFile.safeParse(json)
  if (!parsed.success) throw damaged(path, 'does not have the form of an account', parsed.error)
  const { privateKey, ...kept } = parsed.data
  const key = privateKey.toLowerCase() as Hex
  if (kept.name !== name) throw damaged(path, `is the account ${kept.name}`)
  if (addressOf(key) !== kept.address) throw damaged(path, 'has a key that is not its address’s')
  return { name, address: kept.address, privateKey: key }
}

/** @throws UsufructError `PRIVATE_KEY_INVALID`, never with the key in it */
export const addressOf = (privateKey: string): Hex => {
  try {
    return privateKeyToAccount(privateKey as Hex).address.toLowerCase() as Hex
  } catch {
    throw new UsufructError({
      code: 'PRIVATE_KEY_INVALID',
      message: 'This is no private key.',
      hint: 'Give 0x and 64 hex digits, or a file that `usufruct account export` wrote.',
    })
  }
}

/** @throws UsufructError `ACCOUNT_EXISTS`: a key is never written over */
export const keepAccount = async (
  home: string,
  name: string,
  privateKey: Hex = generatePrivateKey(),
): Promise<KeptAccount> => {
  const path = pathOf(home, name)
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (exists)
    throw new UsufructError({
      code: 'ACCOUNT_EXISTS',
      kind: 'conflict',
      message: `There is an account called ${name} already.`,
      hint: 'Choose another name.',
      details: { name, path },
    })
  const kept = { name, address: addressOf(privateKey), privateKey }
  await writeDurably(path, `${JSON.stringify({ account: 'usufruct-account/1', ...kept }, null, 2)}\n`)
  return kept
}

/** Names of the accounts in the home; what else lies there is passed over. */
export const listAccounts = async (home: string): Promise<string[]> => {
  const files = await readdir(folderOf(home)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return []
    throw asDiskError(error, folderOf(home))
  })
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .filter((name) => namePattern.test(name))
    .sort()
}
