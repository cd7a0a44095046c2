import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { formatDay, formatMoment } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'
import { AgreementLink } from './AgreementLink.tsx'
import { AgreementNews } from './AgreementNews.tsx'
import type { Asked } from './Permissions.tsx'
import { isStanding, type PermissionState, permissionLook, permissionWords } from './permissionState.ts'

type Props = {
  actor: Actor
  consent: Consent
  state: PermissionState
  onAsk: (what: Asked['what']) => void
}

export function PermissionCard({ actor, consent, state, onAsk }: Props) {
  const { dataset, purposes, end, grantedAt, pausedAt, withdrawnAt, contributions, licenses } = consent
  const datasetName = useDatasetName(dataset)
  const standing = isStanding(state)
  const id = consent.consent
  return (
    <li
      className="card permission"
      data-live={state === 'live' || state === 'ends-soon' || undefined}
      data-state={state}
      data-testid={testIds.permission(id)}
    >
      <div className="row row-between">
        <h3>
          <Link to={`/datasets/${dataset}`}>{datasetName}</Link>
        </h3>
        <span className={`pill pill-${permissionLook[state]}`}>{permissionWords[state]}</span>
      </div>
      {state === 'ends-soon' && (
        <Callout tone="attention" icon="clock" title={`This ends on ${formatDay(end)}`}>
          <p>After that your data is in no new version, and earns nothing more.</p>
          <p>
            <Button small look="primary" data-testid={testIds.renew(id)} onClick={() => onAsk('renew')}>
              Renew it
            </Button>
          </p>
        </Callout>
      )}
      {state === 'paused' && (
        <Callout tone="attention" icon="clock" title="Nothing new uses your data">
          <p>Licenses bought before the pause go on to their end.</p>
          {consent.known && (
            <p>
              <Button
                small
                look="primary"
                data-testid={testIds.resumePermission(id)}
                onClick={() => onAsk('resume')}
              >
                Resume
              </Button>
            </p>
          )}
        </Callout>
      )}
      {state === 'unknown' && (
        <Callout tone="bad" title="Signed in terms this co-op did not publish">
          <p>Nothing under it is ever released. Stop it, and give a new one.</p>
        </Callout>
      )}
      {standing && <AgreementNews actor={actor} consent={consent} onSign={() => onAsk('newer-text')} />}
      <Purposes codes={purposes} />
      <p className="small soft">
        Given on {formatDay(grantedAt)},{' '}
        {withdrawnAt !== null
          ? `${state === 'replaced' ? 'replaced' : 'taken back'} on ${formatMoment(withdrawnAt)}`
          : `until ${formatDay(end)}`}
        {pausedAt !== null && state === 'paused' && `, paused on ${formatMoment(pausedAt)}`}. Covers{' '}
        {plural(contributions, 'file')}, in {plural(licenses, 'license')}. In{' '}
        <AgreementLink consent={consent}>the terms you read</AgreementLink>
        {consent.agreementVersion && ` (version ${consent.agreementVersion})`}
      </p>
      {standing && (
        <div className="row">
          {(state === 'live' || state === 'ends-soon') && (
            <Button data-testid={testIds.changePurposes(id)} onClick={() => onAsk('change')}>
              Change
            </Button>
          )}
          <Button look="danger" data-testid={testIds.stopSharing(id)} onClick={() => onAsk('stop')}>
            {state === 'paused' ? 'Stop' : 'Pause or stop'}
          </Button>
        </div>
      )}
    </li>
  )
}
