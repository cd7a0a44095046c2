import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useLicenseText } from '../../session/useLicenseText.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { formatDay } from '../../ui/time.ts'
import { formatCount, plural } from '../../ui/words.ts'
import type { OfferOf } from './DatasetPage.tsx'

type Props = { offers: OfferOf[]; members: number; onBuy: (offer: OfferOf) => void }

export function Offers({ offers, members, onBuy }: Props) {
  return (
    <section className="stack" aria-labelledby="offers-title">
      <div className="measure">
        <h2 id="offers-title">How it may be used</h2>
        <p className="soft">
          Each offer holds only the data of members who allowed everything it names. You pay for a time, and
          only for these uses.
        </p>
      </div>
      {offers.length === 0 && (
        <Empty icon="license" title="No offer yet">
          <p>The co-op has not set terms and prices for this dataset.</p>
        </Empty>
      )}
      <ul className="offers">
        {offers.map((offer) => (
          <OfferCard key={offer.offer} offer={offer} members={members} onBuy={() => onBuy(offer)} />
        ))}
      </ul>
      <ul className="never">
        <li className="soft">In no offer:</li>
        {['Pass the data on', 'Find out who someone is', 'Build a profile of a person'].map((text) => (
          <li key={text}>
            <Icon name="close" />
            {text}
          </li>
        ))}
      </ul>
    </section>
  )
}

function OfferCard({ offer, members, onBuy }: { offer: OfferOf; members: number; onBuy: () => void }) {
  const { dao } = useSession()
  const ready = offer.release > 0 && !offer.closed
  const licenseText = useLicenseText(offer.terms)
  return (
    <li className="card offer">
      <h3>{offer.name}</h3>
      <p className="offer-price">
        <strong>
          <Money value={offer.pricePerMonth} coin={dao.coin} />
        </strong>{' '}
        <span className="soft">a month, up to {plural(offer.maxMonths, 'month')}</span>
      </p>
      <Purposes codes={offer.purposes} />
      <dl className="offer-facts">
        <div>
          <dt>What is in it</dt>
          <dd>
            {ready
              ? `${plural(offer.rows, 'row')} from ${plural(offer.members, 'member')}`
              : 'no version yet'}
            {ready && members > offer.members && (
              <span className="soft"> ({formatCount(members - offer.members)} did not allow this use)</span>
            )}
          </dd>
        </div>
        {offer.validUntil !== null && ready && (
          <div>
            <dt>Can be licensed until</dt>
            <dd>{formatDay(offer.validUntil)}</dd>
          </div>
        )}
        <div>
          <dt>Exact terms</dt>
          <dd>
            {licenseText ? <Link to={`/texts/${licenseText}`}>Read the license</Link> : 'in the license'}
          </dd>
        </div>
      </dl>
      {offer.closed ? (
        <p>
          <span className="pill">No longer sold</span>
        </p>
      ) : (
        <Button look="primary" disabled={!ready} data-testid={testIds.buyOffer(offer.offer)} onClick={onBuy}>
          {ready ? 'Get a license' : 'Waiting for its first version'}
        </Button>
      )}
    </li>
  )
}
