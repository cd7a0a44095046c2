import { readFile } from 'node:fs/promises'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { createNodeClient } from '@usufruct/sdk/http/client'
import { leaveCardPrefix } from '@usufruct/sdk/leaveCard/leaveCard'
import { readLeaveCard } from '@usufruct/sdk/leaveCard/readLeaveCard'
import { type RelayedLeaveCard, relayLeaveCard } from '@usufruct/sdk/leaveCard/relayLeaveCard'
import { privateKeyToAccount } from 'viem/accounts'
import type { Cli } from '../cli.ts'
import { readAccount } from '../home/accounts.ts'
import { plain } from '../io.ts'
import { formatDay } from '../output/dates.ts'

export type RelayOptions = { relay: string; rpc?: string; keeper?: string[] }

const textOf = async (fileOrText: string): Promise<string> => {
  if (fileOrText.includes(leaveCardPrefix)) return fileOrText
  try {
    return await readFile(fileOrText, 'utf8')
  } catch (cause) {
    throw new UsufructError({
      code: 'FILE_UNREADABLE',
      kind: 'notFound',
      message: `“${fileOrText}” is neither a leave card nor a file that can be read.`,
      hint: 'Give the text that begins with usufruct-leave:1:, or a .txt or .json file with it.',
      cause,
    })
  }
}

/** The ways that the DAO's own node offers, when it answers and is the card's. */
const waysOfNode = async (url: string, chainId: number) => {
  try {
    const { deployment, keepers, rpc } = await createNodeClient({ url }).call('getDao', {})
    if (deployment.chainId !== chainId) return undefined
    const absolute = (path: string) => (path.startsWith('/') ? `${url}${path}` : path)
    return { nodeUrl: url, rpcUrl: absolute(rpc), keepers: keepers.map((keeper) => absolute(keeper.url)) }
  } catch (error) {
    if (findUsufructError(error)?.kind === 'unreachable') return undefined
    throw error
  }
}

/** Sends a card in by every way there is: those that were named, those on the card, and the DAO's node if it is up. */
export const relayCard = async (cli: Cli, { relay, rpc, keeper = [] }: RelayOptions): Promise<void> => {
  const card = await readLeaveCard(await textOf(relay))
  const ways = await waysOfNode(await cli.nodeUrl(), card.chainId)
  const name = cli.accountName()
  const kept = name === undefined ? undefined : await readAccount(cli.home(), name)
  const sent = await relayLeaveCard(card, {
    nodeUrl: ways?.nodeUrl,
    rpcUrl: rpc ?? (card.rpc.length === 0 ? ways?.rpcUrl : undefined),
    keepers: [...keeper, ...(ways?.keepers ?? [])],
    sender: kept && privateKeyToAccount(kept.privateKey),
  })
  cli.print({ dataset: card.dataset.slug, account: card.account, ...sent }, () =>
    [
      `The card of ${card.account} for ${plain(card.dao)}, ${card.dataset.slug}, was sent in.\n`,
      ...words(sent),
    ].join(''),
  )
}

const words = ({ chain, problem, keepers, node, notCovered, consents }: RelayedLeaveCard): string[] => [
  {
    withdrawn: `The ledger says: ${consents.length} permission(s) taken back.\n`,
    before: 'The ledger says: all of it had been taken back before.\n',
    unknown: `The ledger was not told directly: ${problem}.\n`,
  }[chain],
  ...keepers.map(({ url, error }) =>
    error === null
      ? `Key holder ${url} refuses from now on.\n`
      : `Key holder ${url} did not take it: ${error}\n`,
  ),
  ...(node
    ? [node.error === null ? 'The DAO’s node took it.\n' : `The DAO’s node did not: ${node.error}\n`]
    : []),
  ...(notCovered ?? []).map(
    ({ consent, grantedAt, end, purposes }) =>
      `NOT covered, because it is newer than the card: ${consent}, given ${formatDay(grantedAt)}, until ${formatDay(end)}, for ${purposes.join(', ')}.\n`,
  ),
]
