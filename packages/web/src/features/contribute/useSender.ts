import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useSession } from '../../session/SessionProvider.tsx'
import type { Job } from './jobs.ts'
import { type Sender, senderOf } from './sender.ts'

const none: readonly Job[] = []
const never = () => () => undefined

/** What is being sent for whoever is signed in, and the means to send; null while nobody is. */
export const useSender = (): { sender: Sender | null; jobs: readonly Job[] } => {
  const { actor, dao, identity } = useSession()
  const queryClient = useQueryClient()
  const sender = actor && identity ? senderOf(dao, identity) : null
  const jobs = useSyncExternalStore(sender?.subscribe ?? never, () => sender?.jobs() ?? none)
  const sent = jobs.filter(({ state }) => state === 'sent').length
  useEffect(() => {
    if (sent > 0) void queryClient.invalidateQueries()
  }, [sent, queryClient])
  return { sender, jobs }
}
