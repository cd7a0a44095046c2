import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import { useNavigate } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useJourney } from '../../session/journey.ts'
import { practiceAccountsQuery } from '../../session/queries.ts'
import { busyChairs, openRoundsQuery } from '../../session/rounds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { startingAccount, usePlay } from '../../session/usePlay.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { nextStep, type TryStep, trySteps } from './trySteps.ts'

/** A way in for someone who has never seen a data co-op: six things to do, each in the right person's shoes. */
export function TryIt({ ready }: { ready: boolean }) {
  const { node, dao, identity } = useSession()
  const journey = useJourney(dao)
  const accounts = useQuery(practiceAccountsQuery(node, dao.practice))
  const queryClient = useQueryClient()
  const play = usePlay()
  const navigate = useNavigate()
  const next = nextStep(journey)

  const accountFor = async ({ id, role }: TryStep): Promise<PracticeAccount | undefined> => {
    const all = accounts.data ?? []
    if (id === 'review') {
      // Only those on the panel have something to score.
      const chairs = busyChairs(await queryClient.fetchQuery(openRoundsQuery(node)))
      const onPanel = all.find(({ address }) => chairs.some(({ reviewer }) => reviewer === address))
      if (onPanel) return onPanel
    }
    // Whoever bought a license is who gets its notice.
    const buyer =
      id === 'notice' ? all.find(({ name }) => name === journey.license?.split('/')[1]) : undefined
    return buyer ?? startingAccount(all, role)
  }

  const start = async (step: TryStep) => {
    const account = await accountFor(step)
    if (account && account.name !== identity?.name) await play.mutateAsync(account.name)
    await navigate(step.to)
  }

  return (
    <section className="card try" aria-labelledby="try-title">
      <h2 id="try-title">Try it yourself</h2>
      <p className="soft small">
        {next
          ? 'Play everyone in turn. Each step ticks itself off when it has really happened.'
          : 'You have been everyone. Nothing here was a mock-up: every step is on the co-op’s ledger.'}
      </p>
      <ErrorNotice error={play.error ?? accounts.error} />
      <ol className="try-steps">
        {trySteps.map((step, at) => {
          const done = journey[step.id] !== undefined
          const isNext = step.id === next
          return (
            <li
              key={step.id}
              className="try-step"
              data-done={done || undefined}
              data-next={isNext || undefined}
              data-testid={testIds.tryStep(at + 1)}
            >
              <span className="try-tick">{done ? <Icon name="check" /> : at + 1}</span>
              <div>
                <h3>
                  {step.title}
                  {done && <span className="visually-hidden"> (done)</span>}
                </h3>
                {!done && <p className="soft small">{step.says}</p>}
              </div>
              <Button
                small
                look={isNext ? 'primary' : 'quiet'}
                disabled={!accounts.data || (isNext && !ready)}
                busy={play.isPending && isNext && 'One moment …'}
                aria-label={`${step.action} (${step.title})`}
                onClick={() => void start(step).catch(() => undefined)}
              >
                {done ? 'Again' : step.action}
              </Button>
            </li>
          )
        })}
      </ol>
      {!ready && (
        <p className="soft small">Best after the sample story has played: then there is something to see.</p>
      )}
    </section>
  )
}
