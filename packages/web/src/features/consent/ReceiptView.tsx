import { useMutation, useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Receipt } from '@usufruct/sdk/http/routes/consent'
import { testIds } from '../../app/testIds.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { Button } from '../../ui/Button.tsx'
import { Checked } from '../../ui/Checked.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { formatDay, formatMoment } from '../../ui/time.ts'
import { AgreementLink } from './AgreementLink.tsx'
import './consent.css'
import { myConsentsQuery, myReceiptQuery, receiptCheckQuery } from './queries.ts'
import { receiptFileName } from './receiptWords.ts'

/** What was agreed, in writing, and whether the co-op's signature under it holds. */
export function ReceiptView({ actor, receipt }: { actor: Actor; receipt: Receipt }) {
  const consents = useQuery(myConsentsQuery(actor)).data
  const whole = useQuery(myReceiptQuery(actor, receipt.id))
  const check = useQuery(receiptCheckQuery(actor, whole.data))
  const datasetName = useDatasetName(receipt.dataset)
  const consent = consents?.find((one) => one.consent === receipt.consent)
  const name = receiptFileName(receipt)
  const pdf = useMutation({
    mutationFn: async () => {
      const path = `/api/me/receipts/${receipt.id}/receipt.pdf`
      const file = await signedIn(actor, () => actor.node.raw(path))
      saveFile(`${name}.pdf`, [await file.blob()], 'application/pdf')
    },
  })
  return (
    <div className="stack receipt">
      {consent ? (
        <>
          <dl className="pairs">
            <dt>For</dt>
            <dd>{datasetName}</dd>
            <dt>Given</dt>
            <dd>{formatMoment(consent.grantedAt)}</dd>
            <dt>Until</dt>
            <dd>
              {consent.withdrawnAt === null
                ? `${formatDay(consent.end)}, or until you stop it`
                : `you stopped it, ${formatMoment(consent.withdrawnAt)}`}
            </dd>
            <dt>In the terms</dt>
            <dd>
              <AgreementLink consent={consent} aside>
                version {consent.agreementVersion}
              </AgreementLink>
            </dd>
          </dl>
          <Purposes codes={consent.purposes} />
        </>
      ) : (
        <Skeleton height="7rem" />
      )}
      {whole.data ? (
        <Checked result={check.data} error={check.error} testId={testIds.receiptCheck} />
      ) : (
        !whole.error && <Skeleton height="2rem" width="9rem" />
      )}
      <ErrorNotice
        error={whole.error ?? pdf.error}
        retry={whole.error ? () => void whole.refetch() : undefined}
      />
      <div className="row">
        <Button
          small
          busy={pdf.isPending && 'Drawing …'}
          data-testid={testIds.receiptPdf}
          onClick={() => pdf.mutate()}
        >
          <Icon name="download" />
          PDF, to keep
        </Button>
        <Button
          small
          disabled={!whole.data}
          data-testid={testIds.receiptJson}
          onClick={() =>
            whole.data && saveFile(`${name}.jsonld`, [whole.data.document], 'application/ld+json')
          }
        >
          <Icon name="download" />
          JSON-LD, for software
        </Button>
      </div>
      {whole.data && (
        <Fold title="Fingerprint and signature">
          <dl className="pairs">
            <dt>Fingerprint</dt>
            <dd className="mono">{whole.data.hash}</dd>
            <dt>Signed by the co-op</dt>
            <dd className="mono">{whole.data.signer}</dd>
            <dt>Signature</dt>
            <dd className="mono">{whole.data.signature}</dd>
          </dl>
        </Fold>
      )}
    </div>
  )
}
