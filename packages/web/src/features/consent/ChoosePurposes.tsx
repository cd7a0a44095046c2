import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { purposeLabel } from '../../ui/purposeWords.ts'
import { listOf } from '../../ui/words.ts'
import { type Earns, earnsOf, offeredGroups, offerFits } from './choice.ts'
import './consent.css'

type Offers = Dataset['offers']

type Props = {
  agreement: PublishedAgreement
  offers: Offers
  chosen: readonly Purpose[]
  /** Ticked before: said so beside the box, when an existing permission is changed. */
  before?: readonly Purpose[] | undefined
  onChange: (chosen: Purpose[]) => void
}

const quoted = (codes: readonly Purpose[]) => listOf(codes.map((code) => `“${purposeLabel(code)}”`))

/** One unticked box per purpose. Each says what it would earn, and that is all that leaving it empty costs. */
export function ChoosePurposes({ agreement, offers, chosen, before, onChange }: Props) {
  const { dao } = useSession()
  const toggle = (code: Purpose, on: boolean) =>
    onChange(on ? [...chosen, code] : chosen.filter((other) => other !== code))
  const share = dao.charter.split.contributorsBps / 100
  return (
    <div className="stack stack-l">
      <p className="soft">
        Tick only what you want. An empty box costs you the income from that use and nothing else: you stay a
        member, and every other box earns as before. Of each license, members share {share}%.
      </p>
      {offeredGroups(agreement).map(({ title, says, purposes }) => (
        <fieldset key={title} className="stack stack-s purpose-group">
          <legend>
            <span className="field-label">{title}</span>
            <span className="small soft purpose-says">{says}</span>
          </legend>
          <div className="choices choices-2">
            {purposes.map((code) => (
              <label key={code} className="choice">
                <input
                  type="checkbox"
                  checked={chosen.includes(code)}
                  data-testid={testIds.purpose(code)}
                  onChange={(event) => toggle(code, event.target.checked)}
                />
                <span>
                  {purposeLabel(code)}
                  <EarnsLine earns={earnsOf(code, offers, chosen)} />
                  <small className="purpose-code">
                    <code>{code}</code>
                    {before?.includes(code) && ' · allowed until now'}
                  </small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p className="small soft row never-offered">
        <Icon name="close" />
        <span>
          Not for anyone to tick: passing the data on, finding out who someone is, building a profile of a
          person.
        </span>
      </p>
      <Fits offers={offers} chosen={chosen} />
    </div>
  )
}

function EarnsLine({ earns }: { earns: Earns[] }) {
  const { dao } = useSession()
  if (earns.length === 0) return <small>No offer asks for it now: it earns nothing yet.</small>
  return earns.map(({ offer, name, pricePerMonth, alsoNeeds }) => (
    <small key={offer}>
      {name} license, <Money value={pricePerMonth} coin={dao.coin} /> a month
      {alsoNeeds.length > 0 && `, together with ${quoted(alsoNeeds)}`}
    </small>
  ))
}

/** What the boxes come to, while they are being ticked: no offer takes data whose member did not allow all of it. */
function Fits({ offers, chosen }: { offers: Offers; chosen: readonly Purpose[] }) {
  const { dao } = useSession()
  const fits = offerFits(offers, chosen)
  if (fits.length === 0) return null
  return (
    <div className="fits" role="status">
      <p className="field-label">With these boxes, your data would be part of</p>
      <ul>
        {fits.map(({ offer, name, pricePerMonth, missing }) => (
          <li key={offer} data-fits={missing.length === 0 || undefined}>
            <Icon name={missing.length === 0 ? 'check' : 'close'} />
            <span>
              <strong>{name}</strong>{' '}
              <span className="soft">
                (licensed at <Money value={pricePerMonth} coin={dao.coin} /> a month)
              </span>
              <span className="small soft fits-missing">
                {missing.length === 0 ? 'all it asks for' : `not yet: it also needs ${quoted(missing)}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
