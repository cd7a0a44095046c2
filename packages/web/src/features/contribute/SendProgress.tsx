import { useSession } from '../../session/SessionProvider.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { duration, formatMoment } from '../../ui/time.ts'
import { formatBytes } from '../../ui/words.ts'
import { type Job, secondsLeft } from './jobs.ts'
import type { SendStep } from './sendMessages.ts'

const order: readonly SendStep[] = ['join', 'consent', 'register', 'keys', 'encrypt', 'describe', 'upload']

/** Each step of sending in its own line, so that nothing happens behind anyone's back. */
export function SendProgress({ job }: { job: Job }) {
  const { dao } = useSession()
  const { step, sent, total, waitsUntil } = job
  const lines: { steps: SendStep[]; says: string }[] = [
    { steps: ['join', 'consent'], says: 'Permission given, in writing' },
    { steps: ['register'], says: 'Recorded on the ledger, before anything leaves' },
    {
      steps: ['keys'],
      says: `Key split between ${dao.keepers.length} key holders: ${dao.keepersNeeded} are needed to open it`,
    },
    { steps: ['encrypt', 'describe'], says: 'Locked on this device' },
    { steps: ['upload'], says: 'Uploaded' },
  ]
  const at = step ? order.indexOf(step) : -1
  const share = total ? sent / total : 0
  const left = secondsLeft(job, Date.now())
  return (
    <div role="status" aria-label={`Sending ${job.name}`}>
      <ol className="send-steps">
        {lines.map(({ steps, says }) => {
          const places = steps.map((one) => order.indexOf(one))
          const state = places.includes(at) ? 'now' : Math.max(...places) < at ? 'done' : 'later'
          return (
            <li key={says} data-state={state}>
              <span className="send-tick">{state === 'done' && <Icon name="check" />}</span>
              <span>
                {says}
                {state === 'now' && waitsUntil !== null && (
                  <span className="soft">
                    {' '}
                    – waits to be put on the ledger with others, until about {formatMoment(waitsUntil)}
                  </span>
                )}
                {state === 'now' && steps.includes('upload') && (
                  <>
                    <span className="number soft">
                      {' '}
                      {Math.round(share * 100)}% of {formatBytes(total)}
                      {left !== null && `, ${duration(left)} left`}
                    </span>
                    <Progress share={share} label="Upload" />
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
