import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { capitalise } from '../../ui/words.ts'
import './contribute.css'
import { myContributionsQuery } from './queries.ts'
import { stateLook, stateWords } from './stateWords.ts'
import { WhatWasLent } from './WhatWasLent.tsx'

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
          <ContributionCard key={contribution.contribution} contribution={contribution} />
        ))}
      </ul>
    </section>
  )
}

function ContributionCard({ contribution }: { contribution: Contribution }) {
  const { name, state, timeline } = contribution
  const last = timeline.at(-1)
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
        <WhatWasLent contribution={contribution} />
      </p>
      {last && (
        <p className="small">
          {capitalise(last.text)}, <Time at={last.at} />
        </p>
      )}
      <p>
        <Link
          to={`/my-data/${contribution.contribution}`}
          data-testid={testIds.contributionOpen(contribution.contribution)}
        >
          Each step, and who has looked
        </Link>
      </p>
    </li>
  )
}
