import { useQuery } from '@tanstack/react-query'
import { type Purpose, prohibitedByDefault } from '@usufruct/sdk/domain/purposes'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { purposeGroups, purposeLabel } from '../../ui/purposeWords.ts'
import { nowInSeconds } from '../../ui/time.ts'
import './license.css'
import { MayIAnswer } from './MayIAnswer.tsx'
import { commercialWords, places, placeWords } from './placeWords.ts'
import { type CommercialUse, mayIQuery, type Question } from './queries.ts'

type Props = { dataset: Dataset; onBuy: (offer: string) => void }

const groups = [
  ...purposeGroups,
  { title: 'Prohibited unless a member said so', says: '', purposes: prohibitedByDefault },
]

/** “May I use this for X in Y until Z?”, answered from the members' permissions before anybody pays. */
export function MayI({ dataset, onBuy }: Props) {
  const { node } = useSession()
  const id = useId()
  const [purposes, setPurposes] = useState<Purpose[]>([])
  const [territory, setTerritory] = useState('*')
  const [until, setUntil] = useState('')
  const [commercial, setCommercial] = useState<CommercialUse>('any')
  const [asked, setAsked] = useState<Question | null>(null)
  const answer = useQuery(mayIQuery(node, dataset.slug, asked))
  const end = until === '' ? undefined : Date.parse(`${until}T12:00:00Z`) / 1000

  return (
    <section className="stack" aria-labelledby={`${id}-title`} data-testid={testIds.mayI}>
      <div className="measure">
        <h2 id={`${id}-title`}>May I …?</h2>
        <p className="soft">
          Say what you have in mind. The answer comes from what each member signed, with the words that say
          no.
        </p>
      </div>
      <form
        className="card stack stack-l"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked({ purposes, territory, until: end, commercial })
        }}
      >
        <fieldset className="stack stack-s">
          <legend className="field-label">Use it for</legend>
          <div className="may-i-groups">
            {groups.map(({ title, purposes: codes }) => (
              <div key={title}>
                <p className="small soft">{title}</p>
                <div className="chips">
                  {codes.map((code) => (
                    <label key={code} className="chip">
                      <input
                        type="checkbox"
                        checked={purposes.includes(code)}
                        data-testid={testIds.mayIPurpose(code)}
                        onChange={(event) =>
                          setPurposes(
                            event.target.checked
                              ? [...purposes, code]
                              : purposes.filter((other) => other !== code),
                          )
                        }
                      />
                      <span>{purposeLabel(code)}</span>
                    </label>
                  ))}
                </div>
              </div>
            ))}
          </div>
        </fieldset>
        <div className="may-i-fields">
          <div className="field">
            <label htmlFor={`${id}-where`}>Where</label>
            <select
              id={`${id}-where`}
              className="select"
              value={territory}
              onChange={(event) => setTerritory(event.target.value)}
            >
              {places.map((place) => (
                <option key={place} value={place}>
                  {placeWords(place)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-until`}>Until (if you know)</label>
            <input
              id={`${id}-until`}
              type="date"
              className="input"
              min={new Date((nowInSeconds() + 86_400) * 1000).toISOString().slice(0, 10)}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-who`}>Who you are</label>
            <select
              id={`${id}-who`}
              className="select"
              value={commercial}
              onChange={(event) => setCommercial(event.target.value as CommercialUse)}
            >
              {(['any', 'non-commercial', 'not-for-profit-org-only'] as const).map((use) => (
                <option key={use} value={use}>
                  {commercialWords[use]}
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="row">
          <Button
            type="submit"
            look="primary"
            disabled={purposes.length === 0}
            busy={answer.isFetching && 'Looking …'}
            data-testid={testIds.mayIAsk}
          >
            May I?
          </Button>
          {purposes.length === 0 && <span className="small soft">Choose at least one use first.</span>}
        </div>
      </form>
      <ErrorNotice error={asked && answer.error} retry={() => void answer.refetch()} />
      {asked && answer.data && (
        <MayIAnswer answer={answer.data} stale={answer.isPlaceholderData} onBuy={onBuy} />
      )}
    </section>
  )
}
