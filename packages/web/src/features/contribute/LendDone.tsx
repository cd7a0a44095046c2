import { useQuery } from '@tanstack/react-query'
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
import { JobItem } from './JobItem.tsx'
import type { Job } from './jobs.ts'
import { myContributionsQuery } from './queries.ts'
import type { Sender } from './sender.ts'

type Props = { actor: Actor; sender: Sender; jobs: readonly Job[]; dataset: string; again: () => void }

/** From the signature on: each file on its way; then what was agreed, in writing, and the way out, to keep beside it. */
export function LendDone({ actor, sender, jobs, dataset, again }: Props) {
  const contributions = useQuery(myContributionsQuery(actor))
  // The form it takes the place of is longer: without this one would look at the end of the page.
  useEffect(() => window.scrollTo(0, 0), [])
  const lent = jobs.filter(({ state }) => state === 'sent')
  const settled = jobs.every(({ state }) => state === 'sent' || state === 'failed')
  const done = settled && lent.length > 0
  const consent = lent[0]?.lent?.consent
  const rows = lent.reduce((sum, job) => sum + job.rows, 0)
  return (
    <div
      className="stack stack-l"
      data-testid={done ? testIds.contributeDone : testIds.contributeSending}
      data-contribution={lent[0]?.contribution}
    >
      <div className="card stack">
        {done ? (
          <Callout tone="good" announce title={titleOf(lent)}>
            <p>
              {plural(rows, 'row')} of {plural(lent.length, 'file')} are with the co-op: they are checked by
              machine, then scored by three reviewers. You can follow each step.
            </p>
          </Callout>
        ) : (
          <Callout icon="lock" title="On the way">
            <p>You may leave this page, or close it: it goes on when you are back.</p>
          </Callout>
        )}
        <ul className="jobs">
          {jobs.map((job) => (
            <JobItem key={job.key} job={job} sender={sender} />
          ))}
        </ul>
        {contributions.data
          ?.filter(({ contribution }) => lent.some((job) => job.contribution === contribution))
          .map((contribution) => (
            <div key={contribution.contribution}>
              {lent.length > 1 && <p className="field-label">{contribution.name}</p>}
              <Commitment contribution={contribution} />
            </div>
          ))}
        <div className="row">
          <Link className={buttonClass('primary')} to="/my-data">
            Follow it in My data
          </Link>
          <Button disabled={!settled} onClick={again}>
            Lend another file
          </Button>
        </div>
      </div>
      {consent && <ReceiptOf actor={actor} consent={consent} />}
      {done && <LeaveCard actor={actor} dataset={dataset} />}
    </div>
  )
}

const titleOf = (lent: readonly Job[]) =>
  lent.every((job) => job.lent?.repeated) ? 'You had lent this before' : 'Lent. Thank you.'
