import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { useState } from 'react'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { useNow } from '../../ui/useNow.ts'
import { plural } from '../../ui/words.ts'
import { ChangePermission, type ChangeReason, changeTitles } from './ChangePermission.tsx'
import './consent.css'
import { PermissionCard } from './PermissionCard.tsx'
import { byUrgency, isStanding, permissionState } from './permissionState.ts'
import { myConsentsQuery } from './queries.ts'
import { StopDialog } from './StopDialog.tsx'

export type Asked = { what: 'stop' | ChangeReason; consent: Consent }

export function Permissions({ actor }: { actor: Actor }) {
  const consents = useQuery(myConsentsQuery(actor))
  const now = useNow()
  // Kept as it was when the dialog opened: what it says must not change under the finger.
  const [asked, setAsked] = useState<Asked | null>(null)
  const [busy, setBusy] = useState(false)
  const close = () => setAsked(null)

  if (!consents.data)
    return consents.error ? (
      <ErrorNotice error={consents.error} retry={() => void consents.refetch()} />
    ) : (
      <SkeletonCard lines={3} />
    )
  if (consents.data.length === 0) return null
  const sorted = [...consents.data].sort(byUrgency(now))
  const standing = sorted.filter((consent) => isStanding(permissionState(consent, now)))
  const over = sorted.filter((consent) => !standing.includes(consent))
  const list = (some: Consent[]) => (
    <ul className="stack">
      {some.map((consent) => (
        <PermissionCard
          key={consent.consent}
          actor={actor}
          consent={consent}
          state={permissionState(consent, now)}
          onAsk={(what) => setAsked({ what, consent })}
        />
      ))}
    </ul>
  )
  return (
    <section className="stack" aria-labelledby="permissions-title">
      <h2 id="permissions-title">Permissions I gave</h2>
      {standing.length > 0 ? list(standing) : <p className="soft">None is in force.</p>}
      {over.length > 0 && (
        <Fold title={`${plural(over.length, 'earlier permission')}, no longer in force`}>{list(over)}</Fold>
      )}
      <Dialog
        title={asked ? (asked.what === 'stop' ? 'Pause or stop' : changeTitles[asked.what]) : ''}
        open={asked !== null}
        locked={busy}
        onClose={close}
      >
        {asked &&
          (asked.what === 'stop' ? (
            <StopDialog actor={actor} consent={asked.consent} onBusy={setBusy} onClose={close} />
          ) : (
            <ChangePermission
              actor={actor}
              consent={asked.consent}
              why={asked.what}
              onBusy={setBusy}
              onClose={close}
            />
          ))}
      </Dialog>
    </section>
  )
}
