import { useMutation, useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { splitPayload } from '@usufruct/sdk/documents/splitPayload'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { datasetsQuery } from '../../session/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { formatDay } from '../../ui/time.ts'
import { useNow } from '../../ui/useNow.ts'
import { plural } from '../../ui/words.ts'
import './consent.css'
import { coveredBy, drawCard, makeCards, type NamedCard, readLastCard, rememberCard } from './leaveCards.ts'
import { isStanding, permissionState } from './permissionState.ts'
import { QrCode } from './QrCode.tsx'
import { myConsentsQuery } from './queries.ts'

type Props = {
  actor: Actor
  /** Only for this dataset; all when left out. */
  dataset?: string | undefined
}

/** A stop, signed ahead, to keep on paper: it works without this device, and without this co-op's node. */
export function LeaveCard({ actor, dataset }: Props) {
  const now = useNow()
  const consents = useQuery(myConsentsQuery(actor))
  const datasets = useQuery(datasetsQuery(actor.node)).data ?? []
  const standing = (consents.data ?? []).filter(
    (consent) =>
      (dataset === undefined || consent.dataset === dataset) && isStanding(permissionState(consent, now)),
  )
  const [saved, setSaved] = useState(() => readLastCard(actor))
  const make = useMutation({
    mutationFn: () =>
      makeCards(actor, standing, (slug) => datasets.find((one) => one.slug === slug)?.name ?? slug),
    onSuccess: () => setSaved(rememberCard(actor, standing)),
  })
  if (standing.length === 0) return null
  const covered = coveredBy(saved, standing)
  // A card that was made before the last change is worth little, and must not look as if it were good.
  const made = make.data && covered ? make.data : null
  return (
    <section className="card stack" aria-labelledby="leave-card-title" data-testid={testIds.leaveCard}>
      <div>
        <h2 id="leave-card-title">Leave card</h2>
        <p>
          Your “stop”, signed ahead, to print and put away. If you lose this device, or the co-op’s own
          computers are down, it still stops everything below.
        </p>
      </div>
      {saved && !covered && (
        <Callout tone="attention" title={`The card you made on ${formatDay(saved.at)} is out of date`}>
          <p>It does not stop the permission you gave since. Make a new one, and put it in its place.</p>
        </Callout>
      )}
      <Callout tone="attention" icon="lock" title="Anyone who has it can use it">
        <p>
          It can do one thing: stop sharing. It shows nobody your data, and moves no money. But whoever finds
          it can stop in your name, so keep it where you keep your papers. It never runs out.
        </p>
      </Callout>
      {made ? (
        made.map((card) => <Card key={card.text} actor={actor} card={card} />)
      ) : (
        <div className="row">
          <Button
            look={covered ? 'plain' : 'primary'}
            busy={make.isPending && 'Signing on this device …'}
            data-testid={testIds.leaveCardMake}
            onClick={() => make.mutate()}
          >
            {covered ? 'Show my leave card' : saved ? 'Make a new leave card' : 'Make my leave card'}
          </Button>
          <p className="small soft">
            {covered && saved
              ? `Made on ${formatDay(saved.at)}; it covers all you permit today.`
              : `For ${plural(standing.length, 'permission')}. Nothing is sent.`}
          </p>
        </div>
      )}
      <ErrorNotice error={make.error} />
    </section>
  )
}

function Card({ actor, card }: { actor: Actor; card: NamedCard }) {
  const { datasetName, text } = card
  const parts = splitPayload(text)
  return (
    <div className="stack leave-card">
      <div className="leave-card-front">
        {parts.map((part, at) => (
          <QrCode
            key={part}
            text={part}
            label={`Leave card for ${datasetName}, as a code to scan${
              parts.length > 1 ? `, ${at + 1} of ${parts.length}` : ''
            }`}
            testId={testIds.leaveCardQr}
          />
        ))}
        <div className="stack stack-s">
          <h3>{datasetName}</h3>
          <p className="small">To stop sharing, do one of these. No account is needed.</p>
          <ul className="leave-card-how small">
            <li>
              Hand it to anyone who runs a node or keeps a key for this co-op. They scan it, and it is done.
            </li>
            <li>
              On any computer with the co-op’s program, run{' '}
              <code className="mono">usufruct consent card --relay</code> with the text or its file. It goes
              straight to the ledger.
            </li>
          </ul>
          <PdfButton actor={actor} card={card} />
        </div>
      </div>
      <Fold title="As text">
        <p className="small mono leave-card-text" data-testid={testIds.leaveCardText}>
          {text}
        </p>
        <Button
          small
          onClick={() => saveFile(`leave-card-${card.card.dataset.slug}.txt`, [`${text}\n`], 'text/plain')}
        >
          <Icon name="download" />
          Save as text
        </Button>
      </Fold>
    </div>
  )
}

function PdfButton({ actor, card }: { actor: Actor; card: NamedCard }) {
  const pdf = useMutation({
    mutationFn: async () => {
      const drawn = await drawCard(actor, card)
      saveFile(`leave-card-${card.card.dataset.slug}.pdf`, [drawn], 'application/pdf')
    },
  })
  return (
    <div className="stack stack-s">
      <div>
        <Button
          small
          look="primary"
          busy={pdf.isPending && 'Drawing …'}
          data-testid={testIds.leaveCardPdf}
          onClick={() => pdf.mutate()}
        >
          <Icon name="download" />
          PDF, to print
        </Button>
      </div>
      <ErrorNotice error={pdf.error} />
    </div>
  )
}
