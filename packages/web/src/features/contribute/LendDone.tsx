import type { Actor } from '@usufruct/sdk/actions/actor'
import { useEffect } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { plural } from '../../ui/words.ts'
import { LeaveCard } from '../consent/LeaveCard.tsx'
import { ReceiptOf } from '../consent/ReceiptOf.tsx'
import { Commitment } from './Commitment.tsx'
import type { Sent } from './useSend.ts'

/** Right after signing: what was agreed, in writing, and the way out, to keep beside it. */
export function LendDone({ actor, sent, again }: { actor: Actor; sent: Sent; again: () => void }) {
  // The form it takes the place of is longer: without this one would look at the end of the page.
  useEffect(() => window.scrollTo(0, 0), [])
  return (
    <div className="stack stack-l" data-testid={testIds.contributeDone} data-contribution={sent.contribution}>
      <div className="card stack">
        <Callout tone="good" announce title={sent.repeated ? 'You had lent this before' : 'Lent. Thank you.'}>
          <p>
            {sent.repeated
              ? 'These very rows are already with the co-op under your name, so nothing was sent again.'
              : `${plural(sent.rows, 'row')} of ${sent.name} are on their way: they are checked by machine, then scored by three reviewers. You can follow each step.`}
          </p>
        </Callout>
        <Commitment contribution={sent.contribution} contentHash={sent.contentHash} />
        <div className="row">
          <Link className={buttonClass('primary')} to="/my-data">
            Follow it in My data
          </Link>
          <Button onClick={again}>Lend another file</Button>
        </div>
      </div>
      <ReceiptOf actor={actor} consent={sent.consent} />
      <LeaveCard actor={actor} dataset={sent.dataset} />
    </div>
  )
}
