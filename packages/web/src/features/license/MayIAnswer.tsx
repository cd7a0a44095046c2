import type { RouteOutput } from '@usufruct/sdk/http/route'
import type { checkLicense } from '@usufruct/sdk/http/routes/terms'
import type { Block } from '@usufruct/sdk/terms/narrow'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Money } from '../../ui/Money.tsx'
import { formatDay } from '../../ui/time.ts'
import { capitalise, plural } from '../../ui/words.ts'

type Answer = RouteOutput<typeof checkLicense>

type Props = { answer: Answer; stale: boolean; onBuy: (offer: string) => void }

export function MayIAnswer({ answer, stale, onBuy }: Props) {
  const { dao } = useSession()
  const { allowed, offers, permitted, refused } = answer
  const fits = offers.filter((offer) => offer.allowed)
  const others = offers.filter((offer) => !offer.allowed)
  return (
    <div
      className="stack"
      data-testid={testIds.mayIAnswer}
      data-allowed={allowed}
      data-stale={stale || undefined}
    >
      <Callout tone={allowed ? 'good' : 'attention'} announce title={allowed ? 'Yes' : 'No'}>
        <p>{answer.answer}</p>
        <p className="small soft">
          {plural(permitted.rows, 'row')} of {plural(permitted.members, 'member')} are under permissions that
          cover it
          {offers.length > 0 && fits.length === 0 && permitted.rows > 0 && ', but no offer asks for it'}.
        </p>
      </Callout>
      {fits.map(({ offer, name, rows, members, months, price, end }) => (
        <div key={offer} className="card card-flat row row-between">
          <div>
            <h3>{name}</h3>
            <p className="small soft">
              {plural(rows, 'row')} of {plural(members, 'member')}
              {price !== null && months !== null && (
                <>
                  , <Money value={price} coin={dao.coin} /> for {plural(months, 'month')}
                </>
              )}
              {end !== null && `, until ${formatDay(end)}`}
            </p>
          </div>
          <Button look="primary" small onClick={() => onBuy(offer)}>
            See this offer
          </Button>
        </div>
      ))}
      {others.map(({ offer, name, blocks }) => (
        <Fold key={offer} title={`Why not under the ${name} offer`}>
          <ul className="stack">
            {blocks.map((reason) => (
              <li key={`${reason.field}-${reason.parent}`}>
                <Reason reason={reason} />
              </li>
            ))}
          </ul>
        </Fold>
      ))}
      {refused.length > 0 && (
        <Fold title="Whose permission does not cover it">
          <ul className="stack">
            {refused.map(({ field, words, rows, members, example }) => (
              <li key={`${field}-${words}`}>
                <p className="small soft">
                  {plural(rows, 'row')} of {plural(members, 'member')}
                </p>
                <Reason reason={{ ...example, words }} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  )
}

/** A reason, with the words of the signed text that give it. */
function Reason({ reason: { words, clause } }: { reason: Block }) {
  return (
    <>
      <p>{capitalise(words)}</p>
      {clause && (
        <blockquote className="clause">
          <p>{clause.quote}</p>
          <footer className="small soft">
            Section {clause.section} of{' '}
            <Link to={`/texts/${clause.text}`} target="_blank">
              the signed text
            </Link>
          </footer>
        </blockquote>
      )}
    </>
  )
}
