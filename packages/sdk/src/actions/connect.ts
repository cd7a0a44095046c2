import { createPublicClient, http, type LocalAccount } from 'viem'
import { createNodeClient } from '../http/client.ts'
import { type Actor, type DraftStore, nowInSeconds, type Session, type TokenStore } from './actor.ts'
import { createMemoryDrafts, createMemoryTokens } from './memoryStores.ts'

export type ConnectParameters = {
  /** Where the node is; empty in a page that the node serves. */
  url: string
  account?: LocalAccount | undefined
  /** Without one, a crash between two steps of `contribute` loses the contribution's key. */
  drafts?: DraftStore | undefined
  tokens?: TokenStore | undefined
  fetch?: typeof globalThis.fetch | undefined
}

/** Asks a node which DAO it serves and remembers whom to act as.
 * @throws UsufructError `NODE_UNREACHABLE`, `NODE_ANSWER_UNREADABLE` */
export async function connect({
  url,
  account,
  drafts = createMemoryDrafts(),
  tokens = createMemoryTokens(),
  fetch = globalThis.fetch.bind(globalThis),
}: ConnectParameters): Promise<Actor> {
  let current: Session | undefined
  const node = createNodeClient({ url, token: () => current?.token, fetch })
  const dao = await node.call('getDao', {})
  const { chainId, members } = dao.deployment
  const key = account ? `${chainId}/${members}/${account.address.toLowerCase()}` : undefined
  if (key) {
    const kept = await tokens.get(key)
    if (kept && kept.expiresAt > nowInSeconds()) current = kept
  }
  return {
    node,
    dao,
    account,
    drafts,
    fetch,
    publicClient: createPublicClient({
      // Paths in the DAO's description are relative to the node that gave it.
      transport: http(absoluteUrl(node.url, dao.rpc), { fetchFn: fetch, retryCount: 2, timeout: 30_000 }),
      pollingInterval: 250,
    }),
    session: {
      current: () => current,
      set: async (session) => {
        current = session
        if (!key) return
        await (session ? tokens.put(key, session) : tokens.delete(key))
      },
    },
  }
}

/** Paths that a node names are relative to itself; in its own page the node's URL is empty. */
export const absoluteUrl = (nodeUrl: string, path: string): string => {
  const base = nodeUrl || (globalThis as { location?: { origin: string } }).location?.origin
  return base && path.startsWith('/') ? `${base}${path}` : path
}
