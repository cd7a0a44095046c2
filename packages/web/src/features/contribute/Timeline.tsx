import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { testIds } from '../../app/testIds.ts'
import { Time } from '../../ui/Time.tsx'
import { formatMoment } from '../../ui/time.ts'
import { capitalise } from '../../ui/words.ts'
import { LedgerEntry } from './LedgerEntry.tsx'
import { ahead } from './timelineSteps.ts'

/** Everything that happened to what was lent, and what comes next on its way to the money. */
export function Timeline({ contribution }: { contribution: Contribution }) {
  const { timeline } = contribution
  return (
    <ol className="timeline" data-testid={testIds.timeline}>
      {timeline.map((entry) => (
        <li key={`${entry.at}-${entry.ledger?.transaction}-${entry.text}`} data-stage={entry.stage}>
          <span>{capitalise(entry.text)}</span>
          <span className="soft small" title={formatMoment(entry.at)}>
            <Time at={entry.at} />
          </span>
          {entry.ledger && <LedgerEntry {...entry.ledger} />}
        </li>
      ))}
      {ahead(contribution).map((text) => (
        <li key={text} data-ahead>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  )
}
