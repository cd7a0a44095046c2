import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { duration } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'

type Props = { actor: Actor; consent: Consent; onBusy: (busy: boolean) => void; onClose: () => void }

/** What it does, what it cannot do, and one button. Nobody is talked out of it. */
export function StopSharing({ actor, consent, onBusy, onClose }: Props) {
  const { dao } = actor
  const { recutWithin, licenseeDeletes } = dao.charter.windows
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => {
      onBusy(true)
      return withdrawConsent(actor, { dataset: consent.dataset, inners: [consent.inner] })
    },
    onSuccess: async () => {
      recordStep(dao, 'stopped', consent.consent)
      await queryClient.invalidateQueries()
    },
    onSettled: () => onBusy(false),
  })

  if (stop.data)
    return (
      <div className="stack" data-testid={testIds.stopped}>
        <Callout tone="good" announce title="Stopped">
          <p>
            {plural(stop.data.keepers, 'key holder')} of {dao.keepers.length} already refuse your data to
            everyone
            {stop.data.transaction ? ', and the ledger says so.' : '; they are telling the ledger.'} A version
            without it follows within {duration(recutWithin)}.
          </p>
        </Callout>
        <div className="dialog-actions">
          <Button look="primary" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    )

  return (
    <div className="stack">
      <ul className="consequences">
        <li>
          <strong>At once</strong> key holders refuse your data to everyone, no new license includes it, and
          your share of new income ends.
        </li>
        <li>
          <strong>Within {duration(recutWithin)}</strong> a version without your data replaces the current
          one.
        </li>
        <li>
          <strong>Within {duration(licenseeDeletes)}</strong>{' '}
          {consent.licenses === 0
            ? 'anyone who had it would have to delete it. Nobody has a license to it now.'
            : `whoever has it deletes it: ${plural(consent.licenses, 'license')} ${consent.licenses === 1 ? 'is' : 'are'} told today.`}
        </li>
        <li>
          <strong>It stays:</strong> what you have earned is still yours. What a program has already learned
          cannot be taken out of it.
        </li>
      </ul>
      <ErrorNotice error={stop.error} />
      <div className="dialog-actions">
        <Button disabled={stop.isPending} onClick={onClose}>
          Keep sharing
        </Button>
        <Button
          look="danger"
          data-testid={testIds.stopSharingConfirm}
          busy={stop.isPending && 'Telling the key holders …'}
          onClick={() => stop.mutate()}
        >
          Stop sharing
        </Button>
      </div>
    </div>
  )
}
