import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { buyLicense } from '@usufruct/sdk/actions/license/buyLicense'
import { mintPracticeMoney } from '@usufruct/sdk/actions/practice/mintPracticeMoney'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { useId, useState } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useLicenseText } from '../../session/useLicenseText.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Money } from '../../ui/Money.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { formatDay, nowInSeconds } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'
import './license.css'
import { longestTerm } from './longestTerm.ts'
import { balanceQuery, quoteQuery } from './queries.ts'
import { StabilitySheet } from './StabilitySheet.tsx'

type Offer = Dataset['offers'][number]

type Props = { actor: Actor; offer: Offer; onClose: () => void; onBusy: (busy: boolean) => void }

export function BuyForm({ actor, offer, onClose, onBusy }: Props) {
  const { dao, node, identity } = useSession()
  const queryClient = useQueryClient()
  const monthsId = useId()
  const longest = longestTerm(offer, nowInSeconds())
  const [months, setMonths] = useState(1)
  const licenseText = useLicenseText(offer.terms)
  const quote = useQuery(quoteQuery(node, offer.offer, months))
  const balance = useQuery(balanceQuery(actor))
  const price = quote.data && !quote.isPlaceholderData ? BigInt(quote.data.price) : null
  const short = price !== null && balance.data !== undefined && balance.data < price

  const buy = useMutation({
    mutationFn: async (agreed: bigint) => {
      onBusy(true)
      if (short && dao.practice) await mintPracticeMoney(actor, agreed - (balance.data ?? 0n))
      return buyLicense(actor, { offer: offer.offer, months, maxPrice: agreed })
    },
    onSuccess: async ({ license }) => {
      recordStep(dao, 'license', `${license}/${identity?.name ?? ''}`)
      await queryClient.invalidateQueries()
    },
    onSettled: () => onBusy(false),
  })

  if (buy.data)
    return (
      <div className="stack" data-testid={testIds.buyDone} data-license={buy.data.license}>
        <Callout tone="good" announce title={`Yours for ${plural(months, 'month')}`}>
          <p>
            You paid <Money value={buy.data.price} coin={dao.coin} />, shared out in the same moment:{' '}
            <Money value={buy.data.split.contributors} coin={dao.coin} /> to the members,{' '}
            <Money value={buy.data.split.reviewers} coin={dao.coin} /> to the reviewers,{' '}
            <Money value={buy.data.split.treasury} coin={dao.coin} /> to the treasury.
          </p>
        </Callout>
        <div className="dialog-actions">
          <Button onClick={onClose}>Close</Button>
          <Link className={buttonClass('primary')} to="/licenses">
            Go to My licenses
          </Link>
        </div>
      </div>
    )

  return (
    <div className="stack stack-l">
      <div className="field">
        <div className="row row-between">
          <label htmlFor={monthsId}>For how long?</label>
          <output htmlFor={monthsId} className="months">
            {plural(months, 'month')}
          </output>
        </div>
        <input
          id={monthsId}
          type="range"
          min={1}
          max={longest}
          step={1}
          value={months}
          disabled={buy.isPending || longest === 1}
          aria-valuetext={plural(months, 'month')}
          data-testid={testIds.months}
          onChange={(event) => setMonths(Number(event.target.value))}
        />
        <p className="field-hint">
          A month is thirty days.
          {longest < offer.maxMonths &&
            ` This version can be licensed for ${plural(longest, 'month')} at most.`}
        </p>
      </div>
      <ErrorNotice error={quote.error} retry={() => void quote.refetch()} />
      {quote.data ? (
        <Bill quote={quote.data} stale={quote.isPlaceholderData} />
      ) : (
        !quote.error && <Skeleton height="9rem" />
      )}
      <StabilitySheet offer={offer.offer} months={months} />
      <div className="stack stack-s">
        <h3>What you may do</h3>
        <Purposes codes={offer.purposes} />
        <p className="small soft">
          Nothing else, and nothing after the end. The exact words are{' '}
          {licenseText ? (
            <Link to={`/texts/${licenseText}`} target="_blank">
              in the license
            </Link>
          ) : (
            'in the license'
          )}
          . If a member stops sharing, you are told what to delete and by when.
        </p>
      </div>
      <ErrorNotice error={buy.error} />
      <p className="small soft">
        You have {balance.data === undefined ? '…' : <Money value={balance.data} coin={dao.coin} />}.
        {short &&
          (dao.practice
            ? ' That is not enough, so test money is made for you first.'
            : ' That is not enough for this license.')}
      </p>
      <div className="dialog-actions">
        <Button disabled={buy.isPending} onClick={onClose}>
          Not now
        </Button>
        <Button
          look="primary"
          data-testid={testIds.buyConfirm}
          disabled={price === null || (short && !dao.practice)}
          busy={buy.isPending && 'Paying …'}
          onClick={() => price !== null && buy.mutate(price)}
        >
          {price === null ? (
            'Pay'
          ) : (
            <>
              Pay <Money value={price} coin={dao.coin} />
            </>
          )}
        </Button>
      </div>
    </div>
  )
}

type Quote = {
  price: string
  rows: number
  members: number
  end: number
  release: number
  split: { contributors: string; reviewers: string; treasury: string }
}

function Bill({ quote, stale }: { quote: Quote; stale: boolean }) {
  const { dao } = useSession()
  return (
    <div className="bill" aria-busy={stale} data-stale={stale || undefined}>
      <p className="bill-price">
        <strong data-testid={testIds.price}>
          <Money value={quote.price} coin={dao.coin} />
        </strong>
        <span className="soft">
          {plural(quote.rows, 'row')} from {plural(quote.members, 'member')}, version {quote.release}, until{' '}
          {formatDay(quote.end)}
        </span>
      </p>
      <dl>
        {(
          [
            ['to the members', quote.split.contributors],
            ['to the reviewers', quote.split.reviewers],
            ['to the co-op’s treasury', quote.split.treasury],
          ] as const
        ).map(([who, value]) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>
              <Money value={value} coin={dao.coin} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
