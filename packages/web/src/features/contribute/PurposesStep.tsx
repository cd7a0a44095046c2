import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { useId } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Money } from '../../ui/Money.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { purposeGroups, purposeLabel } from '../../ui/purposeWords.ts'
import { formatDay } from '../../ui/time.ts'
import { listOf, plural } from '../../ui/words.ts'
import { endOf, type LendForm, offerFits } from './lendForm.ts'

type Props = {
  form: LendForm
  offers: Dataset['offers']
  onChange: (change: Partial<LendForm>) => void
}

const terms = [1, 2, 3, 5, 10]

export function PurposesStep({ form, offers, onChange }: Props) {
  const untilId = useId()
  const toggle = (code: Purpose, on: boolean) =>
    onChange({ purposes: on ? [...form.purposes, code] : form.purposes.filter((other) => other !== code) })
  return (
    <div className="stack stack-l">
      <p className="soft">
        Tick only what you want. Leaving a box empty costs you nothing but the income from that use. You can
        stop everything later.
      </p>
      {purposeGroups.map(({ title, says, purposes }) => (
        <fieldset key={title} className="stack stack-s">
          <legend>
            <span className="field-label">{title}</span>
            <span className="small soft purpose-says">{says}</span>
          </legend>
          <div className="choices choices-2">
            {purposes.map((code) => (
              <label key={code} className="choice">
                <input
                  type="checkbox"
                  checked={form.purposes.includes(code)}
                  data-testid={testIds.purpose(code)}
                  onChange={(event) => toggle(code, event.target.checked)}
                />
                <span>{purposeLabel(code)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <OfferFits offers={offers} chosen={form.purposes} />
      <div className="field until">
        <label htmlFor={untilId}>Until when?</label>
        <select
          id={untilId}
          className="select"
          value={form.years}
          data-testid={testIds.until}
          onChange={(event) => onChange({ years: Number(event.target.value) })}
        >
          {terms.map((years) => (
            <option key={years} value={years}>
              {plural(years, 'year')}, until {formatDay(endOf(years))}
            </option>
          ))}
        </select>
        <p className="field-hint">
          It then ends by itself. Versions of a dataset are licensed for about a year: a permission that ends
          sooner is left out of them.
        </p>
      </div>
    </div>
  )
}

/** What the boxes come to, while they are being ticked: no offer takes data whose member did not allow all of it. */
function OfferFits({ offers, chosen }: { offers: Dataset['offers']; chosen: readonly Purpose[] }) {
  const { dao } = useSession()
  const fits = offerFits(offers, chosen)
  if (fits.length === 0) return null
  return (
    <div className="fits" role="status">
      <p className="field-label">With these boxes, your data would be part of</p>
      <ul>
        {fits.map(({ offer, name, missing }) => {
          const price = offers.find((one) => one.offer === offer)?.pricePerMonth ?? '0'
          return (
            <li key={offer} data-fits={missing.length === 0 || undefined}>
              <Icon name={missing.length === 0 ? 'check' : 'close'} />
              <span>
                <strong>{name}</strong>{' '}
                <span className="soft">
                  (licensed at <Money value={price} coin={dao.coin} /> a month)
                </span>
                {missing.length > 0 && (
                  <span className="small soft fits-missing">
                    not yet: it also needs {listOf(missing.map(purposeLabel))}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** One permission lives per member and dataset: a second file goes under the one that was given. */
export function StandingPermission({ consent }: { consent: Consent }) {
  return (
    <Callout tone="good" icon="shield" title="You have already given permission for this dataset">
      <Purposes codes={consent.purposes} />
      <p className="small" style={{ marginTop: 'var(--gap-2)' }}>
        Until {formatDay(consent.end)}. This file is lent under the same permission. To allow something else,
        stop sharing first, in My data.
      </p>
    </Callout>
  )
}
