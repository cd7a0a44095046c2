import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { capitalise, plural } from '../../ui/words.ts'
import { Commitment } from './Commitment.tsx'
import './contribute.css'
import { myContributionsQuery } from './queries.ts'
import { looks, stateLook, stateWords } from './stateWords.ts'

export function MyContributions({ actor }: { actor: Actor }) {
  const contributions = useQuery(myContributionsQuery(actor))
  return (
    <section className="stack" aria-labelledby="lent-title">
      <h2 id="lent-title">What I lent</h2>
      {contributions.error && !contributions.data && (
        <ErrorNotice error={contributions.error} retry={() => void contributions.refetch()} />
      )}
      {!contributions.data && !contributions.error && <SkeletonCard lines={4} />}
      {contributions.data?.length === 0 && (
        <Empty icon="contribute" title="You have not lent anything yet">
          <p>
            Choose a file; it is cleaned on your device before anything is sent, and you see every line of
            what would leave.
          </p>
          <Link className={buttonClass('primary')} to="/lend" data-testid={testIds.lendOpen}>
            Lend a file
          </Link>
        </Empty>
      )}
      <ul className="stack">
        {contributions.data?.map((contribution) => (
          <ContributionCard
            key={contribution.contribution}
            contribution={contribution}
            operator={actor.dao.operator}
          />
        ))}
      </ul>
    </section>
  )
}

function ContributionCard({ contribution, operator }: { contribution: Contribution; operator: string }) {
  const { name, state, rows, newRows, nearRows, redactions, timeline, looked, dataset } = contribution
  const datasetName = useDatasetName(dataset)
  return (
    <li className="card lent" data-testid={testIds.contribution(contribution.contribution)}>
      <div className="row row-between">
        <h3>{name}</h3>
        <span
          className={`pill pill-${stateLook[state]}`}
          data-testid={testIds.contributionState}
          data-state={state}
        >
          {stateWords[state]}
        </span>
      </div>
      <p className="small soft">
        {plural(rows, 'row')}
        {newRows !== null &&
          newRows < rows &&
          `, ${newRows} of them new (the others were already lent by someone)`}
        {nearRows !== null && nearRows > 0 && `, ${nearRows} nearly as already lent by someone`} ·{' '}
        {redactions === 0 ? 'nothing hidden' : `${plural(redactions, 'detail')} hidden`} · to{' '}
        <Link to={`/datasets/${dataset}`}>{datasetName}</Link>
      </p>
      <ol className="timeline">
        {timeline.map((entry) => (
          <li key={`${entry.at}-${entry.stage}-${entry.text}`}>
            <span>{capitalise(entry.text)}</span>
            <span className="soft small">
              <Time at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
      <Fold title={looked.length === 0 ? 'Who has looked: nobody yet' : `Who has looked (${looked.length})`}>
        {looked.length === 0 ? (
          <p className="small soft">Each time someone sees your rows, it is written down here.</p>
        ) : (
          <ul className="notes">
            {looked.map(({ at, who, task }) => (
              <li key={`${at}-${who}-${task}`}>
                {who === operator ? 'The co-op’s machine' : <Hash value={who} label="account" />}{' '}
                {looks(task)}, <Time at={at} />
              </li>
            ))}
          </ul>
        )}
      </Fold>
      <Commitment contribution={contribution.contribution} contentHash={contribution.contentHash} />
    </li>
  )
}
