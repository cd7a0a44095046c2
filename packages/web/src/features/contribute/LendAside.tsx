import type { Purpose } from '@usufruct/sdk/domain/purposes'
import { Icon } from '../../ui/Icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { formatBytes, plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'

type Props = {
  looked: Looked | null
  purposes: readonly Purpose[]
  until: number | null
  state: 'here' | 'sending' | 'interrupted'
}

const states = {
  here: 'Nothing has left your device',
  sending: 'Being sent, locked',
  interrupted: 'Not sent to the end. What was sent is locked',
}

/** Stays in view while the form is filled in: where the data is now, and what it would come to. */
export function LendAside({ looked, purposes, until, state }: Props) {
  const hidden = looked?.findings.filter(({ action }) => action !== 'keep').length ?? 0
  const kept = (looked?.findings.length ?? 0) - hidden
  return (
    <aside className="lend-aside card" aria-label="So far">
      <p className="lend-aside-state" data-state={state}>
        <Icon name="lock" />
        <strong>{states[state]}</strong>
      </p>
      <dl>
        <dt>Would be sent</dt>
        <dd>{looked ? `${plural(looked.rows, 'row')}, ${formatBytes(looked.bytes)}` : 'no file yet'}</dd>
        {looked && (
          <>
            <dt>Hidden</dt>
            <dd>
              {hidden === 0 ? 'nothing' : plural(hidden, 'detail')}
              {kept > 0 && `, ${kept} left in by you`}
            </dd>
            {looked.invalidTotal > 0 && (
              <>
                <dt>Set aside</dt>
                <dd>{plural(looked.invalidTotal, 'row')}</dd>
              </>
            )}
            <dt>Allowed</dt>
            <dd>{purposes.length === 0 ? 'no use yet' : plural(purposes.length, 'use')}</dd>
            <dt>Until</dt>
            <dd>{until === null ? 'no day yet' : `${formatDay(until)}, or until you stop it`}</dd>
          </>
        )}
      </dl>
    </aside>
  )
}
