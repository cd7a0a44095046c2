import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { claimEarnings } from '@usufruct/sdk/actions/payout/claimEarnings'
import type { Earnings as EarningsOf } from '@usufruct/sdk/http/routes/payout'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Money } from '../../ui/Money.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { earningsQuery } from './queries.ts'
import './payout.css'

/** What the member's data earned, and the button that takes it. No one else has to agree. */
export function Earnings({ actor }: { actor: Actor }) {
  const { dao } = useSession()
  const queryClient = useQueryClient()
  const earnings = useQuery(earningsQuery(actor))
  const claim = useMutation({
    mutationFn: () => claimEarnings(actor),
    onSuccess: async ({ claimed }) => {
      if (claimed > 0n) recordStep(dao, 'paid', String(claimed))
      await queryClient.invalidateQueries()
    },
  })
  if (!earnings.data)
    return earnings.error ? (
      <ErrorNotice error={earnings.error} retry={() => void earnings.refetch()} />
    ) : (
      <SkeletonCard lines={2} />
    )
  const { claimable, claimed, positions } = earnings.data
  const nothing = BigInt(claimable) === 0n
  return (
    <section className="card earnings" aria-labelledby="earnings-title">
      <div className="earnings-head">
        <div>
          <h2 id="earnings-title">Waiting for you</h2>
          <p className="earnings-amount" data-testid={testIds.claimable} data-amount={claimable}>
            <Money value={claimable} coin={dao.coin} />
          </p>
          <p className="small soft">
            Taken so far: <Money value={claimed} coin={dao.coin} />
          </p>
        </div>
        <Button
          look="primary"
          data-testid={testIds.getPaid}
          disabled={nothing}
          busy={claim.isPending && 'Paying you …'}
          onClick={() => claim.mutate()}
        >
          Get paid
        </Button>
      </div>
      <ErrorNotice error={claim.error} />
      {claim.data && claim.data.claimed > 0n && (
        <Callout tone="good" announce testId={testIds.paidOut}>
          <p>
            <Money value={claim.data.claimed} coin={dao.coin} /> {dao.practice ? 'of test money ' : ''}moved
            to your account.
          </p>
        </Callout>
      )}
      {positions.length > 0 ? (
        <Positions positions={positions} />
      ) : (
        <p className="small soft">
          When a version that holds your rows is licensed, your share of the price appears here in the same
          moment.
        </p>
      )}
    </section>
  )
}

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

function Positions({ positions }: { positions: EarningsOf['positions'] }) {
  const { dao } = useSession()
  return (
    <ul className="positions">
      {positions.map((position) => (
        <li key={`${position.offer}-${position.consent}`}>
          <span>
            {position.offerName}
            <span className="small soft positions-share">
              {position.frozen
                ? 'stopped: earns no more'
                : `${percent.format(position.share)} of what members get`}
            </span>
          </span>
          <span className="positions-money">
            <Money value={position.claimable} coin={dao.coin} />
            <span className="small soft">
              taken <Money value={position.claimed} coin={dao.coin} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
