import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { createNodeClient, type NodeClient } from '@usufruct/sdk/http/client'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { forgetIdentity, type Identity, loadIdentity, saveIdentity } from './identity.ts'

type SessionValue = {
  dao: DaoInfo
  /** For what anyone may read. */
  node: NodeClient
  identity: Identity | null
  /** Signed in; undefined while signing in, or when nobody is chosen. */
  actor: Actor | undefined
  signInError: unknown
  retrySignIn: () => void
  become: (identity: Identity | null) => void
}

const SessionContext = createContext<SessionValue | null>(null)

/** The code that signs and reads the chain is not needed to look around, and comes when somebody signs in. */
const signedInAs = async (identity: Identity): Promise<Actor> => {
  const { signedInActor } = await import('./signedInActor.ts')
  return signedInActor(identity)
}

const lookAround = async (): Promise<{ node: NodeClient; dao: DaoInfo }> => {
  const node = createNodeClient({ url: location.origin, fetch: globalThis.fetch.bind(globalThis) })
  return { node, dao: await node.call('getDao', {}) }
}

type Props = {
  children: ReactNode
  loading: ReactNode
  failed: (error: unknown, retry: () => void) => ReactNode
}

export function SessionProvider({ children, loading, failed }: Props) {
  const queryClient = useQueryClient()
  const [identity, setIdentity] = useState(loadIdentity)

  const guest = useQuery({
    queryKey: ['guest'],
    queryFn: lookAround,
    staleTime: Number.POSITIVE_INFINITY,
    // The page may be up before the node is. Where a DAO has yet to be founded, its wizard knows when it is there.
    refetchInterval: ({ state }) =>
      state.status === 'error' && findUsufructError(state.error)?.code !== 'NOT_FOUNDED' ? 2_000 : false,
  })
  const signedIn = useQuery({
    queryKey: ['actor', identity?.address],
    queryFn: () => signedInAs(identity as Identity),
    enabled: identity !== null && guest.isSuccess,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

  const become = useCallback(
    (next: Identity | null) => {
      if (next) saveIdentity(next)
      else if (identity) forgetIdentity(identity.kind)
      setIdentity(next)
      // What was private to the one before must not flash up for the one after.
      queryClient.removeQueries({ queryKey: ['mine'] })
    },
    [identity, queryClient],
  )

  const { refetch: retrySignIn } = signedIn
  const value = useMemo<SessionValue | null>(
    () =>
      guest.data
        ? {
            dao: guest.data.dao,
            node: guest.data.node,
            identity,
            actor: identity ? signedIn.data : undefined,
            signInError: identity ? signedIn.error : null,
            retrySignIn: () => void retrySignIn(),
            become,
          }
        : null,
    [guest.data, identity, signedIn.data, signedIn.error, retrySignIn, become],
  )

  if (value) return <SessionContext value={value}>{children}</SessionContext>
  return guest.error ? failed(guest.error, () => void guest.refetch()) : loading
}

export const useSession = (): SessionValue => {
  const value = useContext(SessionContext)
  if (!value) throw new Error('useSession is used outside of its provider')
  return value
}
