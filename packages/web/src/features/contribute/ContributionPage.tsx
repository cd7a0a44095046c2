import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { Link, useParams } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { Commitment } from './Commitment.tsx'
import './contribute.css'
import { myContributionsQuery } from './queries.ts'
import { stateLook, stateWords } from './stateWords.ts'
import { Timeline } from './Timeline.tsx'
import { WhatWasLent } from './WhatWasLent.tsx'
import { WhoLooked } from './WhoLooked.tsx'

/** One thing that was lent: its way so far and ahead, who has looked, and whether it is what was sent. */
export function ContributionPage({ actor }: { actor: Actor }) {
  const { contribution: id } = useParams()
  const contributions = useQuery(myContributionsQuery(actor))
  const contribution = contributions.data?.find((one) => one.contribution === id)
  if (!contributions.data)
    return (
      <Page title="What I lent">
        {contributions.error ? (
          <ErrorNotice error={contributions.error} retry={() => void contributions.refetch()} />
        ) : (
          <SkeletonCard lines={5} />
        )}
      </Page>
    )
  if (!contribution)
    return (
      <Page title="What I lent">
        <Empty icon="dataset" title="You have lent nothing of this name">
          <Link to="/my-data">See what you lent</Link>
        </Empty>
      </Page>
    )
  const { name, state } = contribution
  return (
    <Page
      title={name}
      intro={
        <p>
          <WhatWasLent contribution={contribution} />
        </p>
      }
      aside={
        <span
          className={`pill pill-${stateLook[state]}`}
          data-testid={testIds.contributionState}
          data-state={state}
        >
          {stateWords[state]}
        </span>
      }
    >
      <section className="card stack" aria-labelledby="way-title">
        <h2 id="way-title">Its way</h2>
        <Timeline contribution={contribution} />
      </section>
      <section className="card stack" aria-labelledby="looked-title" data-testid={testIds.whoLooked}>
        <h2 id="looked-title">Who has looked</h2>
        <WhoLooked contribution={contribution} operator={actor.dao.operator} />
      </section>
      <section className="card" aria-label="Fingerprints">
        <Commitment contribution={contribution} startOpen />
      </section>
      <p>
        <Link to="/my-data">All that I lent, and how to stop</Link>
      </p>
    </Page>
  )
}
