import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { type ReportFact, reportFacts } from '@usufruct/sdk/review/reportFacts'
import { formatCount, plural } from '../../ui/words.ts'

const origins = {
  mine: 'the member’s own',
  employer: 'the member’s employer’s',
  'someone-else': 'someone else’s',
}
const others = { no: 'nobody else', 'yes-allowed': 'others, who agreed', unsure: 'the member is not sure' }
const ai = { none: 'none of it', partly: 'some of it', fully: 'all of it' }

/** What the machine found and what the member said, before the rows themselves. */
export function Brief({ task }: { task: ReviewTask }) {
  const { report, provenance, rowsTotal } = task
  const hidden = report.findings
    .filter(({ action }) => action !== 'keep')
    .reduce((sum, { count }) => sum + count, 0)
  const said = report.findings
    .filter(({ action }) => action === 'keep')
    .reduce((sum, { count }) => sum + count, 0)
  const kept = Math.max(said, task.recomputed?.kept ?? 0)
  return (
    <div className="brief">
      <dl className="facts">
        <div className="fact">
          <dt>Rows</dt>
          <dd>{formatCount(rowsTotal)}</dd>
        </div>
        <div className="fact">
          <dt>New here</dt>
          <dd>
            {formatCount(report.newRows)}
            {report.newRows < rowsTotal && (
              <small>{formatCount(rowsTotal - report.newRows)} already lent by someone</small>
            )}
            {report.nearRows > 0 && (
              <small>{formatCount(report.nearRows)} of them nearly as lent by someone</small>
            )}
            {report.nearWithin > 0 && (
              <small>{formatCount(report.nearWithin)} nearly as another row here</small>
            )}
          </dd>
        </div>
        <div className="fact">
          <dt>Set aside</dt>
          <dd>
            {formatCount(report.invalid)} <small>did not fit</small>
            {report.takenDown > 0 && <small>{formatCount(report.takenDown)} more taken down</small>}
          </dd>
        </div>
        <div className="fact">
          <dt>Hidden</dt>
          <dd>
            {formatCount(hidden)}{' '}
            <small>
              {kept > 0 ? `${plural(kept, 'finding')} left in by the member` : 'personal details'}
            </small>
          </dd>
        </div>
      </dl>
      <dl className="pairs">
        <dt>Whose it is</dt>
        <dd>{origins[provenance.origin]}</dd>
        <dt>Who is in it</dt>
        <dd>{others[provenance.othersInIt]}</dd>
        <dt>Made by AI</dt>
        <dd>{ai[provenance.madeByAi]}</dd>
        {provenance.source && (
          <>
            <dt>Source</dt>
            <dd>{provenance.source}</dd>
          </>
        )}
      </dl>
      <Found facts={reportFacts(task)} />
    </div>
  )
}

const headings: Record<ReportFact['by'], string> = {
  node: 'Found by the co-op’s node, which looked for itself',
  device: 'Found on the member’s device, and told by it',
}

/** What cleaning found, kept apart by whose word it is. */
function Found({ facts }: { facts: readonly ReportFact[] }) {
  return (['node', 'device'] as const).map((who) => {
    const theirs = facts.filter(({ by }) => by === who)
    if (theirs.length === 0) return null
    return (
      <section className="stack" key={who}>
        <h3 className="small">{headings[who]}</h3>
        <dl className="pairs">
          {theirs.map(({ label, says }) => (
            <Pair key={`${label} ${says}`} label={label} says={says} />
          ))}
        </dl>
      </section>
    )
  })
}

function Pair({ label, says }: Pick<ReportFact, 'label' | 'says'>) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{says}</dd>
    </>
  )
}
