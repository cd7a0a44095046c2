import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Hex } from 'viem'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { commitmentOnChain, recallCommitment } from './commitments.ts'

type Props = { contribution: Hex; contentHash?: string | null | undefined }

/** For whoever wants to see it: what this device committed to, beside what the ledger holds. */
export function Commitment({ contribution, contentHash }: Props) {
  const { actor } = useSession()
  const [open, setOpen] = useState(false)
  const chain = useQuery({
    queryKey: ['commitment', contribution],
    queryFn: () => (actor ? commitmentOnChain(actor, contribution) : Promise.reject(new Error('signed out'))),
    enabled: open && actor !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const own = recallCommitment(contribution)
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" />
        Fingerprints: is it really what I sent?
      </summary>
      <div className="fold-body stack stack-s">
        <p className="small soft">
          A fingerprint of your bytes, mixed with a secret number of yours, was fixed before anything was
          sent. Nobody can read your data from it, and nobody can change the data without the fingerprint
          changing.
        </p>
        <dl className="pairs">
          <dt>On this device</dt>
          <dd className="mono" data-testid={testIds.commitmentOnScreen}>
            {own ?? 'made on another device'}
          </dd>
          <dt>On the ledger</dt>
          <dd className="mono" data-testid={testIds.commitmentOnChain}>
            {chain.data ?? (chain.isLoading ? 'reading the ledger …' : '–')}
          </dd>
          {contentHash && (
            <>
              <dt>Of the bytes</dt>
              <dd className="mono">{contentHash}</dd>
            </>
          )}
        </dl>
        {own && chain.data && (
          <p>
            <span className={`pill ${own === chain.data ? 'pill-good' : 'pill-bad'}`}>
              {own === chain.data ? 'They are the same' : 'They differ: tell the co-op'}
            </span>
          </p>
        )}
        <ErrorNotice error={chain.error} retry={() => void chain.refetch()} />
      </div>
    </details>
  )
}
