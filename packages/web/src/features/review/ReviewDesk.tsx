import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { openChairs, openRoundsQuery } from '../../session/rounds.ts'
import { isSealed } from '../../session/sealed.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { duration } from '../../ui/time.ts'
import { useNow } from '../../ui/useNow.ts'
import { plural } from '../../ui/words.ts'
import { Brief } from './Brief.tsx'
import { OthersOnPanel } from './OthersOnPanel.tsx'
import { nextReviewQuery } from './queries.ts'
import { Reveal } from './Reveal.tsx'
import './review.css'
import { Rows } from './Rows.tsx'
import { ScoreForm } from './ScoreForm.tsx'

export function ReviewDesk({ actor }: { actor: Actor }) {
  const next = useQuery(nextReviewQuery(actor))
  const [sealed, setSealed] = useState<string | null>(null)
  if (!next.data)
    return next.error ? (
      <ErrorNotice error={next.error} retry={() => void next.refetch()} />
    ) : (
      <SkeletonCard lines={6} />
    )
  const { task, waiting } = next.data
  if (!task) return <NothingNow actor={actor} />
  return (
    <div className="stack stack-l" data-testid={testIds.reviewTask} data-contribution={task.contribution}>
      <TaskHead task={task} waiting={waiting} />
      {sealed !== null && sealed !== task.contribution && (
        <Callout tone="good" icon="lock" announce title="Sealed. Here is the next one." />
      )}
      <Task actor={actor} task={task} onSealed={setSealed} />
    </div>
  )
}

/** A sealed score is no task any more, and not yet over. */
function NothingNow({ actor }: { actor: Actor }) {
  const rounds = useQuery(openRoundsQuery(actor.node))
  const reviewer = actor.account?.address.toLowerCase()
  const sealed = openChairs(rounds.data ?? []).filter(
    (chair) => chair.reviewer === reviewer && isSealed(chair),
  )
  if (sealed.length > 0) return <Sealed />
  return (
    <Empty icon="review" title="Nothing waits for you">
      <p>
        When members lend something new, panels of three are dealt, and what is yours appears here by itself.
      </p>
      <OthersOnPanel />
    </Empty>
  )
}

function Sealed() {
  return (
    <div className="card stack" data-testid={testIds.sealed}>
      <Callout tone="good" icon="lock" announce title="Your score is sealed">
        <p>When everyone on the panel has scored, you are asked here to show it.</p>
      </Callout>
      <OthersOnPanel />
    </div>
  )
}

function TaskHead({ task, waiting }: { task: ReviewTask; waiting: number }) {
  const left = task.until - useNow()
  const datasetName = useDatasetName(task.dataset)
  return (
    <div className="row row-between">
      <p>
        Lent to <Link to={`/datasets/${task.dataset}`}>{datasetName}</Link>
        <span className="soft"> · you are not told by whom</span>
      </p>
      <p className="small soft" data-testid={testIds.reviewWaiting}>
        {plural(waiting, 'task')} waiting{left > 0 && ` · ${duration(left)} left for this one`}
      </p>
    </div>
  )
}

type TaskProps = { actor: Actor; task: ReviewTask; onSealed: (contribution: string) => void }

function Task({ actor, task, onSealed }: TaskProps) {
  if (task.phase === 'reveal' && task.committed && !task.revealed)
    return (
      <>
        <Reveal actor={actor} task={task} />
        <OthersOnPanel />
      </>
    )
  if (task.committed) return <Sealed />
  return (
    <>
      <section className="card stack stack-l" aria-label="What was lent">
        <Brief task={task} />
        <Rows task={task} />
      </section>
      <ScoreForm key={`${task.round}/${task.contribution}`} actor={actor} task={task} onSealed={onSealed} />
    </>
  )
}
