import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import {
  type Contributed,
  type ContributeProgress,
  contribute,
} from '@usufruct/sdk/actions/contribute/contribute'
import { join } from '@usufruct/sdk/actions/join/join'
import { useEffect, useState } from 'react'
import { type Hex, parseAbi } from 'viem'
import { recordStep } from '../../session/journey.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ownCommitment, rememberCommitment } from './commitments.ts'
import { forgetUnsent, keepUnsent, type Unsent } from './unsent.ts'

export type SendStep = 'join' | ContributeProgress['step']
export type Sending = {
  step: SendStep
  share: number
  /** The permission waits to be put on the ledger with others’, until about then (Unix seconds). */
  waitsUntil?: number | undefined
}
export type Sent = Contributed & {
  commitment: string | null
  dataset: string
  name: string
  rows: number
  contentHash: Hex
}

const membership = parseAbi(['function isMember(address) view returns (bool)'])

const isMember = ({ publicClient, dao }: Actor, account: `0x${string}`) =>
  publicClient.readContract({
    address: dao.deployment.members,
    abi: membership,
    functionName: 'isMember',
    args: [account],
  })

/** Signs and sends. What is being sent is on the disk before the first signature, so closing the page at any point
 * loses nothing: sending the same again goes on where it stopped. */
export const useSend = () => {
  const { actor, dao } = useSession()
  const queryClient = useQueryClient()
  const [sending, setSending] = useState<Sending | null>(null)

  const mutation = useMutation({
    mutationFn: async (unsent: Unsent): Promise<Sent> => {
      if (!actor?.account) throw new Error('sending needs someone signed in')
      const { address } = actor.account
      await keepUnsent(dao, address, unsent)
      if (!(await isMember(actor, address))) {
        setSending({ step: 'join', share: 0 })
        await join(actor)
      }
      const { dataset, name, cleaned, purposes, until, agreement, provenance } = unsent
      let commitment: string | null = null
      const contributed = await contribute(actor, {
        dataset,
        name,
        cleaned,
        purposes,
        until,
        agreement,
        provenance,
        onProgress: ({ step, sent = 0, total = 0, waitsUntil }) => {
          setSending({ step, share: total ? sent / total : 0, waitsUntil })
          if (step !== 'register' && step !== 'keys') return
          void ownCommitment(actor, dataset, cleaned.contentHash).then((own) => {
            if (!own) return
            commitment = own.commitment
            rememberCommitment(own)
          })
        },
      })
      await forgetUnsent(dao, address)
      return {
        ...contributed,
        commitment,
        dataset,
        name,
        rows: cleaned.rows,
        contentHash: cleaned.contentHash,
      }
    },
    onSuccess: async ({ contribution }) => {
      recordStep(dao, 'contribute', contribution)
      await queryClient.invalidateQueries()
    },
    onSettled: () => setSending(null),
  })

  const { isPending } = mutation
  useEffect(() => {
    if (!isPending) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isPending])

  return { ...mutation, sending }
}
