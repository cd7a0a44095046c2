import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { testIds } from '../../app/testIds.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { myReceiptsQuery } from './queries.ts'
import { ReceiptView } from './ReceiptView.tsx'
import { receiptWords } from './receiptWords.ts'

/** The newest receipt of one permission, from the moment the co-op has written it. */
export function ReceiptOf({ actor, consent }: { actor: Actor; consent: string }) {
  const receipts = useQuery({ ...myReceiptsQuery(actor), refetchInterval: 1_500 })
  const receipt = receipts.data?.find((one) => one.consent === consent)
  return (
    <section className="card stack" aria-labelledby="receipt-title" data-testid={testIds.receipt}>
      <div>
        <h2 id="receipt-title">Your receipt</h2>
        <p className="small soft" role="status">
          {receipt ? `${receiptWords[receipt.kind]}. It stays in My data.` : 'The co-op is writing it …'}
        </p>
      </div>
      <ErrorNotice error={receipts.data ? null : receipts.error} retry={() => void receipts.refetch()} />
      {receipt ? <ReceiptView actor={actor} receipt={receipt} /> : <Skeleton height="14rem" />}
    </section>
  )
}
