import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { plural } from '../../ui/words.ts'
import { JobItem } from './JobItem.tsx'
import { useSender } from './useSender.ts'

/** What has not been sent to the end goes on by itself on the next visit; here it is seen, and can be held up. */
export function Resume({ except = [] }: { /** Shown elsewhere on the page. */ except?: readonly string[] }) {
  const { sender, jobs } = useSender()
  const open = jobs.filter(({ key, state }) => state !== 'sent' && !except.includes(key))
  if (!sender || open.length === 0) return null
  return (
    <Callout
      tone="attention"
      icon="clock"
      title={`${plural(open.length, 'file')} still on the way`}
      testId={testIds.resume}
    >
      <ul className="jobs">
        {open.map((job) => (
          <JobItem key={job.key} job={job} sender={sender} />
        ))}
      </ul>
    </Callout>
  )
}
