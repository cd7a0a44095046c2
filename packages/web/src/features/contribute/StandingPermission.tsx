import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { Link } from 'react-router-dom'
import { Callout } from '../../ui/Callout.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { formatDay } from '../../ui/time.ts'
import { AgreementLink } from '../consent/AgreementLink.tsx'

/** One permission lives per member and dataset: a second file goes under the one that was given. */
export function StandingPermission({ consent }: { consent: Consent }) {
  if (consent.state === 'paused')
    return (
      <Callout tone="attention" icon="clock" title="Your permission for this dataset is paused">
        <p>
          Nothing new can be lent under it. Resume it in <Link to="/my-data">My data</Link>, then come back:
          the file stays on your device.
        </p>
      </Callout>
    )
  return (
    <Callout tone="good" icon="shield" title="You have already given permission for this dataset">
      <Purposes codes={consent.purposes} />
      <p className="small" style={{ marginTop: 'var(--gap-2)' }}>
        Until {formatDay(consent.end)}, in{' '}
        <AgreementLink consent={consent} aside>
          the terms you read
        </AgreementLink>
        . This file is lent under the same permission. To allow something else, change it in{' '}
        <Link to="/my-data">My data</Link>.
      </p>
    </Callout>
  )
}
