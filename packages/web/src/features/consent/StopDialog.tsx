import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { purposeLabel } from '../../ui/purposeWords.ts'
import { duration, formatDay } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'
import { AgreementLink } from './AgreementLink.tsx'
import './consent.css'
import { type Stopped as Done, type Stopping, stopAsChosen } from './consentActs.ts'
import { choicesFor, consequencesOf, type StopChoice, stopTitles, without } from './stopChoices.ts'

type Props = { actor: Actor; consent: Consent; onBusy: (busy: boolean) => void; onClose: () => void }

/** Three ways to say stop, what each reaches and what it cannot, and one button. Nobody is talked out of it. */
export function StopDialog({ actor, consent, onBusy, onClose }: Props) {
  const { dao } = actor
  const name = useId()
  const queryClient = useQueryClient()
  const [choice, setChoice] = useState<StopChoice | null>(null)
  const [stopped, setStopped] = useState<Purpose[]>([])
  const left = without(consent.purposes, stopped)

  const stop = useMutation({
    mutationFn: (stopping: Stopping) => {
      onBusy(true)
      return stopAsChosen(actor, consent, stopping)
    },
    onSuccess: async ({ choice: done }) => {
      if (done === 'erase') recordStep(dao, 'stopped', consent.consent)
      await queryClient.invalidateQueries()
    },
    onSettled: () => onBusy(false),
  })

  if (stop.data) return <Stopped actor={actor} done={stop.data} onClose={onClose} />

  const stopping: Stopping | null =
    choice !== 'purpose'
      ? choice && { choice }
      : stopped.length > 0 && left.length > 0
        ? { choice, left }
        : null
  return (
    <div className="stack">
      <fieldset className="choices" disabled={stop.isPending}>
        <legend className="visually-hidden">What should stop?</legend>
        {choicesFor(consent).map((one) => (
          <label key={one} className="choice">
            <input
              type="radio"
              name={name}
              checked={choice === one}
              data-testid={testIds.stopChoice(one)}
              onChange={() => setChoice(one)}
            />
            <span>
              <strong>{stopTitles[one].title}</strong>
              <small>{stopTitles[one].says}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {choice === 'purpose' && (
        <fieldset className="stack stack-s" disabled={stop.isPending}>
          <legend className="field-label">Which uses should stop?</legend>
          <div className="choices">
            {consent.purposes.map((code) => (
              <label key={code} className="choice">
                <input
                  type="checkbox"
                  checked={stopped.includes(code)}
                  data-testid={testIds.stopPurpose(code)}
                  onChange={(event) =>
                    setStopped(event.target.checked ? [...stopped, code] : without(stopped, [code]))
                  }
                />
                <span>{purposeLabel(code)}</span>
              </label>
            ))}
          </div>
          {left.length === 0 && (
            <p className="small soft" role="status">
              That is all of them: choose “{stopTitles.erase.title}” for that, or “{stopTitles.pause.title}”.
            </p>
          )}
        </fieldset>
      )}
      {choice === 'purpose' && <KeptUnder actor={actor} consent={consent} />}
      {choice && (
        <ul className="consequences">
          {consequencesOf(choice, dao, consent).map(({ when, what }) => (
            <li key={when}>
              <strong>{when}</strong> {what}
            </li>
          ))}
        </ul>
      )}
      <ErrorNotice error={stop.error} />
      <div className="dialog-actions">
        <Button disabled={stop.isPending} onClick={onClose}>
          Leave it as it is
        </Button>
        <Button
          look={choice === 'erase' ? 'danger' : 'primary'}
          disabled={!stopping}
          data-testid={testIds.stopSharingConfirm}
          busy={stop.isPending && choice !== null && stopTitles[choice].busy}
          onClick={() => stopping && stop.mutate(stopping)}
        >
          {choice ? stopTitles[choice].action : 'Choose one'}
        </Button>
      </div>
    </div>
  )
}

/** Which text the uses that are kept stand under: to stop one, nobody has to sign a newer one. */
function KeptUnder({ actor, consent }: { actor: Actor; consent: Consent }) {
  const newest = actor.dao.agreements.some(({ hash }) => hash === consent.agreement)
  return (
    <p data-testid={testIds.stopAgreement}>
      You sign for the uses you keep, until {formatDay(consent.end)}, under the agreement you signed before:{' '}
      <AgreementLink consent={consent} aside>
        version {consent.agreementVersion}
      </AgreementLink>
      .
      {!newest &&
        ' There is a newer one, and you need not sign it for this. Where it allows less, that holds for you already.'}
    </p>
  )
}

type StoppedProps = { actor: Actor; done: Done; onClose: () => void }

const stoppedTitles: Record<StopChoice, string> = {
  pause: 'Paused',
  purpose: 'These uses have stopped',
  erase: 'Stopped',
}

function Stopped({ actor, done, onClose }: StoppedProps) {
  const { dao } = actor
  const { recutWithin } = dao.charter.windows
  return (
    <div className="stack" data-testid={testIds.stopped}>
      <Callout tone="good" announce title={stoppedTitles[done.choice]}>
        <p>
          {done.choice === 'pause' && 'The ledger says so, and the key holders go by it.'}
          {done.choice === 'purpose' &&
            'A new permission with the uses you kept is in force; the one before it is taken back.'}
          {done.choice === 'erase' &&
            `${plural(done.keepers, 'key holder')} of ${dao.keepers.length} already ${
              done.keepers === 1 ? 'refuses' : 'refuse'
            } your data to everyone${done.onLedger ? ', and the ledger says so' : '; they are telling the ledger'}.`}{' '}
          A version without it follows within {duration(recutWithin)}. The receipt is below, in My data.
        </p>
        {done.choice === 'purpose' && <p>Make a new leave card, too: the old one is for what you stopped.</p>}
      </Callout>
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  )
}
