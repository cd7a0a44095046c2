import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Receipt } from '@usufruct/sdk/http/routes/consent'
import { useState } from 'react'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { formatMoment } from '../../ui/time.ts'
import './consent.css'
import { myReceiptsQuery } from './queries.ts'
import { ReceiptView } from './ReceiptView.tsx'
import { receiptWords } from './receiptWords.ts'

/** One for each change, newest first: opened, it is fetched and checked. */
export function Receipts({ actor }: { actor: Actor }) {
  const receipts = useQuery(myReceiptsQuery(actor))
  if (!receipts.data)
    return receipts.error ? (
      <ErrorNotice error={receipts.error} retry={() => void receipts.refetch()} />
    ) : (
      <SkeletonCard lines={2} />
    )
  if (receipts.data.length === 0) return null
  return (
    <section className="stack" aria-labelledby="receipts-title">
      <div>
        <h2 id="receipts-title">Receipts</h2>
        <p className="soft">Every change of a permission, in writing, signed by the co-op.</p>
      </div>
      <ul className="card receipts">
        {receipts.data.map((receipt) => (
          <ReceiptItem key={receipt.id} actor={actor} receipt={receipt} />
        ))}
      </ul>
    </section>
  )
}

function ReceiptItem({ actor, receipt }: { actor: Actor; receipt: Receipt }) {
  const [open, setOpen] = useState(false)
  const datasetName = useDatasetName(receipt.dataset)
  return (
    <li>
      <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Icon name="chevron" />
          <span>
            {receiptWords[receipt.kind]}{' '}
            <span className="soft receipt-when">
              {datasetName}, {formatMoment(receipt.at)}
            </span>
          </span>
        </summary>
        <div className="fold-body">{open && <ReceiptView actor={actor} receipt={receipt} />}</div>
      </details>
    </li>
  )
}
