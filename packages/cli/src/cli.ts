import { resolve } from 'node:path'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { LocalAccount } from 'viem'
import { isLoopback, nodeUrlOf } from './home/nodeUrl.ts'
import type { Io } from './io.ts'
import { createProgress, type Progress } from './output/progress.ts'
import { createStyle, type Style } from './output/style.ts'
import { usageError } from './usage.ts'

export type Globals = { home?: string; node?: string; as?: string; json?: boolean }

/** What every command is given. Made once for a call of the program. */
export type Cli = {
  io: Io
  style: Style
  json: () => boolean
  home: () => string
  nodeUrl: () => Promise<string>
  /** Acts as the account of --as when one is named. */
  connect: () => Promise<Actor>
  /** The name after --as. */
  accountName: () => string | undefined
  /** @throws UsufructError `USAGE` without --as */
  connectAs: () => Promise<Actor>
  /** Prints a result: exactly one JSON value with --json, else what `human` says. */
  print: (value: unknown, human: () => string) => void
  progress: () => Progress
  /** Aborted when the person at the terminal has had enough. */
  signal: AbortSignal
}

const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item), 2)

export const createCli = (io: Io, globals: () => Globals, signal: AbortSignal): Cli => {
  const style = createStyle(io.color)
  const json = () => globals().json === true
  const home = () => resolve(globals().home ?? '.usufruct')
  const nodeUrl = async () => {
    const named = globals().node
    if (named === undefined) return nodeUrlOf(home())
    if (!URL.canParse(named) || !/^https?:$/.test(new URL(named).protocol))
      throw usageError(`“${named}” is no address of a node.`, 'Write it like http://localhost:4747.', {
        named,
      })
    return named.replace(/\/$/, '')
  }
  const connectWith = async (account: LocalAccount | undefined) => {
    // What a connection needs is half of the program; not every command has one.
    const [{ connect }, { createFileDrafts }, { createFileTokens }] = await Promise.all([
      import('@usufruct/sdk/actions/connect'),
      import('./home/fileDrafts.ts'),
      import('./home/fileTokens.ts'),
    ])
    return connect({
      url: await nodeUrl(),
      account,
      drafts: createFileDrafts(home()),
      tokens: createFileTokens(home()),
    })
  }
  const connectNamed = async (name: string): Promise<Actor> => {
    const [{ privateKeyToAccount }, { readAccount }] = await Promise.all([
      import('viem/accounts'),
      import('./home/accounts.ts'),
    ])
    const kept = await readAccount(home(), name)
    if (kept) return connectWith(privateKeyToAccount(kept.privateKey))
    return connectWith(privateKeyToAccount(await practiceKey(await connectWith(undefined), name)))
  }
  return {
    io,
    style,
    json,
    home,
    nodeUrl,
    accountName: () => globals().as,
    connect: () => {
      const { as } = globals()
      return as === undefined ? connectWith(undefined) : connectNamed(as)
    },
    connectAs: () => {
      const { as } = globals()
      if (as === undefined)
        throw usageError(
          'This is done by an account, and none was named.',
          'Name one with --as; `usufruct account list` shows them.',
        )
      return connectNamed(as)
    },
    print: (value, human) => io.out(json() ? `${toJson(value)}\n` : human()),
    progress: () => createProgress(io, json()),
    signal,
  }
}

/** A sample account's key, from the practice DAO on this machine. It stays in memory: the home keeps only keys
 * that a person made or brought. */
const practiceKey = async (reader: Actor, name: string) => {
  const unknown = (cause?: unknown) =>
    new UsufructError({
      code: 'ACCOUNT_UNKNOWN',
      kind: 'notFound',
      message: `There is no account called ${name} in this home.`,
      hint: '`usufruct account list` shows those there are; `usufruct account create NAME` makes one.',
      details: { name },
      cause,
    })
  if (!reader.dao.practice || !isLoopback(reader.node.url)) throw unknown()
  try {
    const { privateKey } = await reader.node.call('getPracticeKey', { params: { name } })
    return privateKey
  } catch (error) {
    const known = findUsufructError(error)
    if (known?.kind === 'notFound' || known?.kind === 'input') throw unknown(error)
    throw error
  }
}
