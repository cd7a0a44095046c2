import type { Purpose } from '@usufruct/sdk/domain/purposes'
import { Icon } from '../../ui/Icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { formatBytes, plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'
import { leftIn } from './fileChoices.ts'

type Props = {
  /** What could be lent as it is. */
  looked: readonly Looked[]
  purposes: readonly Purpose[]
  until: number | null
}

/** Stays in view while the form is filled in: where the data is now, and what it would come to. */
export function LendAside({ looked, purposes, until }: Props) {
  const sum = (of: (one: Looked) => number) => looked.reduce((total, one) => total + of(one), 0)
  const kept = sum(leftIn)
  const hidden = sum(({ findingsTotal }) => findingsTotal) - kept
  const aside = sum(({ invalidTotal }) => invalidTotal)
  return (
    <aside className="lend-aside card" aria-label="So far">
      <p className="lend-aside-state">
        <Icon name="lock" />
        <strong>Nothing has left your device</strong>
      </p>
      <dl>
        <dt>Would be sent</dt>
        <dd>
          {looked.length > 0
            ? `${plural(
                sum(({ rows }) => rows),
                'row',
              )}, ${formatBytes(sum(({ bytes }) => bytes))}`
            : 'no file yet'}
        </dd>
        {looked.length > 0 && (
          <>
            <dt>Hidden</dt>
            <dd>
              {hidden === 0 ? 'nothing' : plural(hidden, 'detail')}
              {kept > 0 && `, ${kept} left in`}
            </dd>
            {aside > 0 && (
              <>
                <dt>Set aside</dt>
                <dd>{plural(aside, 'row')}</dd>
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
