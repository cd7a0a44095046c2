import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { plural } from '../../ui/words.ts'
import { Commitment } from './Commitment.tsx'
import type { Sent } from './useSend.ts'

export function LendDone({ sent, again }: { sent: Sent; again: () => void }) {
  return (
    <div
      className="card stack stack-l"
      data-testid={testIds.contributeDone}
      data-contribution={sent.contribution}
    >
      <Callout tone="good" announce title={sent.repeated ? 'You had lent this before' : 'Lent. Thank you.'}>
        <p>
          {sent.repeated
            ? 'These very rows are already with the co-op under your name, so nothing was sent again.'
            : `${plural(sent.rows, 'row')} of ${sent.name} are on their way: they are checked by machine, then scored by three reviewers. You can follow each step.`}
        </p>
      </Callout>
      <Commitment contribution={sent.contribution} />
      <div className="row">
        <Link className={buttonClass('primary')} to="/my-data">
          Follow it in My data
        </Link>
        <Button onClick={again}>Lend another file</Button>
      </div>
    </div>
  )
}
