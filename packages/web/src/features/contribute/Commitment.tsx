import { useMutation, useQuery } from '@tanstack/react-query'
import { readRegistration } from '@usufruct/sdk/actions/chainReads'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { formatBytes, formatCount } from '../../ui/words.ts'
import { recallCommitment } from './commitments.ts'
import { LedgerEntry } from './LedgerEntry.tsx'
import { useSender } from './useSender.ts'

type Props = {
  contribution: Contribution /** Shown at once, where it is what one came for. */
  startOpen?: boolean
}

/** For whoever wants to see it: what this device committed to, what the ledger holds, and what lies in storage. */
export function Commitment({ contribution, startOpen = false }: Props) {
  const { actor, dao } = useSession()
  const { sender } = useSender()
  const [open, setOpen] = useState(startOpen)
  const id = contribution.contribution
  const chain = useQuery({
    queryKey: ['commitment', id],
    queryFn: () => (actor ? readRegistration(actor, id) : Promise.reject(new Error('signed out'))),
    enabled: open && actor !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const check = useMutation({
    mutationFn: () => (sender ? sender.check(contribution) : Promise.reject(new Error('signed out'))),
  })
  const own = recallCommitment(id)
  const said = [own, chain.data?.commitment, check.data?.recomputed].filter((value) => Boolean(value))
  const same = new Set(said).size === 1
  return (
    <details
      className="fold"
      open={startOpen}
      data-testid={testIds.commitment}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon name="chevron" />
        Is it really what I sent?
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
          <dd>
            <span className="mono" data-testid={testIds.commitmentOnChain}>
              {chain.data?.commitment ?? (chain.isLoading ? 'reading the ledger …' : '–')}
            </span>
            {chain.data && <LedgerEntry transaction={chain.data.transaction} block={chain.data.block} />}
          </dd>
          <dt>From what lies in storage</dt>
          <dd className="mono" data-testid={testIds.commitmentFromStorage}>
            {check.data?.recomputed ?? 'not checked yet'}
          </dd>
        </dl>
        {said.length > 1 && (
          <p>
            <span
              className={`pill ${same ? 'pill-good' : 'pill-bad'}`}
              data-testid={testIds.commitmentVerdict}
              data-equal={same}
            >
              {same ? `All ${said.length} are the same` : 'They differ: tell the co-op'}
            </span>
          </p>
        )}
        {check.data && (
          <p className="small soft">
            {formatBytes(check.data.storedBytes)} were fetched from storage, opened on this device with the
            parts of {dao.keepersNeeded} key holders, and gave {formatCount(check.data.contentBytes)} bytes
            with the fingerprint <span className="mono hash-whole">{check.data.contentHash}</span>.
          </p>
        )}
        <ErrorNotice error={chain.error ?? check.error} retry={() => void chain.refetch()} />
        {contribution.blob && (
          <p>
            <Button
              small
              data-testid={testIds.checkCommitment}
              busy={check.isPending && 'Fetching and opening it …'}
              onClick={() => check.mutate()}
            >
              {check.data ? 'Check it again' : 'Check what lies in storage'}
            </Button>
          </p>
        )}
      </div>
    </details>
  )
}
