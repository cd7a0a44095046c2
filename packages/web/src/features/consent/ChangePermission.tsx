import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { datasetsQuery } from '../../session/queries.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { nowInSeconds } from '../../ui/time.ts'
import { ChooseEnd } from './ChooseEnd.tsx'
import { ChoosePurposes } from './ChoosePurposes.tsx'
import { dayOf, lastDayProblem, offeredGroups, yearsFrom } from './choice.ts'
import './consent.css'
import { continueConsent } from './consentActs.ts'
import { LeaveCard } from './LeaveCard.tsx'
import { signedAgreementQuery } from './queries.ts'
import { AgreementText, firstReading, ReadAgreement, type Reading } from './ReadAgreement.tsx'
import { ReceiptOf } from './ReceiptOf.tsx'
import { endOfChange, staysUnderSigned } from './signedBefore.ts'
import { WhatYouSign } from './WhatYouSign.tsx'

export type ChangeReason = 'renew' | 'change' | 'resume' | 'newer-text'

export const changeTitles: Record<ChangeReason, string> = {
  renew: 'Renew your permission',
  change: 'Change what you allow',
  resume: 'Resume your permission',
  'newer-text': 'Sign the newer agreement',
}

const done: Record<ChangeReason, string> = {
  renew: 'Renewed',
  change: 'Changed',
  resume: 'In force again',
  'newer-text': 'Signed',
}

type Props = {
  actor: Actor
  consent: Consent
  why: ChangeReason
  onBusy: (busy: boolean) => void
  onClose: () => void
}

/** A new permission in place of the old one; what was lent goes on under it. The old one is taken back only once
 * the new one is on the ledger. */
export function ChangePermission({ actor, consent, why, onBusy, onClose }: Props) {
  const { dao } = actor
  const queryClient = useQueryClient()
  const datasetName = useDatasetName(consent.dataset)
  const offers =
    useQuery(datasetsQuery(actor.node)).data?.find(({ slug }) => slug === consent.dataset)?.offers ?? []
  const isNewest = dao.agreements.some(({ hash }) => hash === consent.agreement)
  const signed = useQuery(signedAgreementQuery(actor, consent.known ? consent.agreement : null))
  const [reading, setReading] = useState<Reading>(
    () => dao.agreements.find(({ hash }) => hash === consent.agreement) ?? firstReading(dao.agreements),
  )
  const [chosen, setChosen] = useState<Purpose[]>(consent.purposes)
  const [lastDay, setLastDay] = useState(() =>
    why === 'renew' ? yearsFrom(nowInSeconds(), 3) : dayOf(consent.end),
  )
  const end = endOfChange(lastDay, consent)
  // The text that was signed before counts as read; more than it allowed until now needs the newest.
  const stays = !isNewest && why !== 'newer-text' && staysUnderSigned({ purposes: chosen, end }, consent)
  const read = reading === 'none' ? null : reading
  const agreement = stays ? (signed.data ?? null) : read
  const offered = agreement ? offeredGroups(agreement).flatMap(({ purposes }) => purposes) : []
  const purposes = chosen.filter((code) => offered.includes(code))

  const change = useMutation({
    mutationFn: (until: number) => {
      if (!agreement) throw new Error('a permission is signed in a language that was read')
      onBusy(true)
      return continueConsent(actor, consent, { agreement: agreement.hash, purposes, until })
    },
    onSuccess: () => queryClient.invalidateQueries(),
    onSettled: () => onBusy(false),
  })

  if (change.data)
    return (
      <div className="stack" data-testid={testIds.changeDone}>
        <Callout tone="good" announce title={done[why]}>
          <p>What you lent goes on under it. The permission before it is taken back.</p>
        </Callout>
        <ReceiptOf actor={actor} consent={change.data.consent} />
        <LeaveCard actor={actor} dataset={consent.dataset} />
        <div className="dialog-actions">
          <Button look="primary" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    )

  const ready =
    agreement !== null &&
    purposes.length > 0 &&
    end !== null &&
    lastDayProblem(lastDay, agreement, nowInSeconds()) === null
  const reader = <ReadAgreement reading={reading} onChange={setReading} />
  return (
    <div className="stack stack-l">
      {stays ? (
        <SignedBefore signed={signed} />
      ) : isNewest ? (
        <Fold title="The agreement: the one you signed before">{reader}</Fold>
      ) : (
        reader
      )}
      {agreement && (
        <>
          {why === 'renew' && <ChooseEnd agreement={agreement} lastDay={lastDay} onChange={setLastDay} />}
          <ChoosePurposes
            agreement={agreement}
            offers={offers}
            chosen={purposes}
            before={consent.purposes}
            onChange={setChosen}
          />
          {why !== 'renew' && <ChooseEnd agreement={agreement} lastDay={lastDay} onChange={setLastDay} />}
          {end !== null && (
            <div className="stack">
              <p className="field-label">Your signature stands under</p>
              <WhatYouSign
                actor={actor}
                signing={{
                  agreement,
                  dataset: { slug: consent.dataset, name: datasetName },
                  purposes,
                  end,
                  replaces: consent.consent,
                }}
              />
            </div>
          )}
        </>
      )}
      <ErrorNotice error={change.error} />
      <div className="dialog-actions">
        <Button disabled={change.isPending} onClick={onClose}>
          Not now
        </Button>
        <Button
          look="primary"
          disabled={!ready}
          data-testid={testIds.changeSign}
          busy={change.isPending && 'Signing …'}
          onClick={() => end !== null && change.mutate(end)}
        >
          Sign
        </Button>
      </div>
    </div>
  )
}

function SignedBefore({ signed }: { signed: UseQueryResult<PublishedAgreement> }) {
  if (signed.data)
    return (
      <Fold title={`The agreement: the one you signed before, version ${signed.data.version}`}>
        <AgreementText agreement={signed.data} />
      </Fold>
    )
  if (signed.error) return <ErrorNotice error={signed.error} retry={() => void signed.refetch()} />
  return <SkeletonCard lines={5} />
}
