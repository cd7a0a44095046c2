import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { collectCredit } from '@usufruct/sdk/actions/payout/collectCredit'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Money } from '../../ui/Money.tsx'
import { earningsQuery } from './queries.ts'
import './payout.css'

/** What reviewers and the treasury earn: apart from the members' pool, taken the same way. */
export function Credit({ actor, title }: { actor: Actor; title: string }) {
  const queryClient = useQueryClient()
  const earnings = useQuery(earningsQuery(actor))
  const collect = useMutation({
    mutationFn: () => collectCredit(actor, {}),
    onSuccess: () => queryClient.invalidateQueries(),
  })
  if (!earnings.data) return null
  const { credit } = earnings.data
  return (
    <section className="card earnings" aria-label={title}>
      <div className="earnings-head">
        <div>
          <h2>{title}</h2>
          <p className="earnings-amount">
            <Money value={credit} coin={actor.dao.coin} />
          </p>
        </div>
        <Button
          disabled={BigInt(credit) === 0n}
          data-testid={testIds.collectCredit}
          busy={collect.isPending && 'Paying you …'}
          onClick={() => collect.mutate()}
        >
          Get paid
        </Button>
      </div>
      <ErrorNotice error={collect.error} />
    </section>
  )
}
