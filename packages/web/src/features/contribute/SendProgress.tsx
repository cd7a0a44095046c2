import { useSession } from '../../session/SessionProvider.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { formatMoment } from '../../ui/time.ts'
import type { Sending, SendStep } from './useSend.ts'

const order: readonly SendStep[] = ['join', 'consent', 'register', 'keys', 'encrypt', 'describe', 'upload']

/** Each step of sending in its own line, so that nothing happens behind anyone's back. */
export function SendProgress({ sending }: { sending: Sending | null }) {
  const { dao } = useSession()
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
  const at = sending ? order.indexOf(sending.step) : -1
  return (
    <div role="status" aria-label="Sending">
      <ol className="send-steps">
        {lines.map(({ steps, says }) => {
          const places = steps.map((step) => order.indexOf(step))
          const state = places.includes(at) ? 'now' : Math.max(...places) < at ? 'done' : 'later'
          const uploading = state === 'now' && steps.includes('upload')
          return (
            <li key={says} data-state={state}>
              <span className="send-tick">{state === 'done' && <Icon name="check" />}</span>
              <span>
                {says}
                {state === 'now' && sending?.waitsUntil !== undefined && (
                  <span className="soft">
                    {' '}
                    – waits to be put on the ledger with others, until about{' '}
                    {formatMoment(sending.waitsUntil)}
                  </span>
                )}
                {uploading && sending && (
                  <>
                    <span className="number soft"> {Math.round(sending.share * 100)}%</span>
                    <Progress share={sending.share} label="Upload" />
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
