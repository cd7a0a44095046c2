import { isTransient } from '@usufruct/sdk/actions/backOff'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { plural } from '../../ui/words.ts'
import type { Job, JobState } from './jobs.ts'
import { SendProgress } from './SendProgress.tsx'
import type { Sender } from './sender.ts'
import './sending.css'

const words: Record<JobState, string> = {
  waiting: 'Waits its turn',
  sending: 'Being sent, locked',
  paused: 'Paused',
  failed: 'Stopped',
  elsewhere: 'Being sent in another tab',
  sent: 'Lent',
}
const looks: Record<JobState, 'plain' | 'attention' | 'good' | 'bad'> = {
  waiting: 'plain',
  sending: 'attention',
  paused: 'plain',
  failed: 'bad',
  elsewhere: 'plain',
  sent: 'good',
}

/** One thing on its way, with the means to hold it up. */
export function JobItem({ job, sender }: { job: Job; sender: Sender }) {
  const { key, name, rows, state, error, lent } = job
  const stopped = state === 'paused' || state === 'failed' || state === 'elsewhere'
  return (
    <li className="job stack stack-s" data-testid={testIds.job} data-state={state}>
      <div className="row row-between">
        <p>
          <strong>{name}</strong> <span className="soft small">{plural(rows, 'row')}</span>
        </p>
        <span className={`pill pill-${looks[state]}`}>{words[state]}</span>
      </div>
      {(state === 'sending' || (stopped && job.step)) && <SendProgress job={job} />}
      {lent?.repeated && (
        <p className="small soft">
          These very rows are already with the co-op under your name, so nothing was sent again.
        </p>
      )}
      <ErrorNotice error={error} />
      {state === 'sending' && (
        <p>
          <Button small data-testid={testIds.jobPause} onClick={() => void sender.pause(key)}>
            Pause
          </Button>
        </p>
      )}
      {stopped && (
        <div className="row">
          <Button small look="primary" data-testid={testIds.jobGoOn} onClick={() => void sender.goOn(key)}>
            Go on
          </Button>
          <Button small look="quiet" onClick={() => void sender.discard(key)}>
            Forget it
          </Button>
          <span className="small soft">
            Nothing is lost: it goes on where it stopped
            {state === 'failed' && isTransient(error) && ', and is tried again by itself'}.
          </span>
        </div>
      )}
    </li>
  )
}
