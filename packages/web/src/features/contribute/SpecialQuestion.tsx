import type { DaoInfo, PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Callout } from '../../ui/Callout.tsx'
import type { SpecialCategory } from './lendForm.ts'

const categories: readonly { value: SpecialCategory; title: string }[] = [
  { value: 'health', title: 'Health' },
  { value: 'genetic', title: 'Genes' },
  { value: 'biometric', title: 'Fingerprints, faces, voices, to tell who someone is' },
  { value: 'ethnic-origin', title: 'Ethnic origin' },
  { value: 'politics', title: 'Political opinions' },
  { value: 'religion', title: 'Religion or belief' },
  { value: 'union-membership', title: 'Trade-union membership' },
  { value: 'sex-life', title: 'Sex life or orientation' },
  { value: 'criminal', title: 'Crimes and convictions' },
]

const takes: Record<DaoInfo['charter']['personalData'], string> = {
  none: 'takes no data about people at all',
  pseudonymous: 'takes data about people only without their names, and none of these kinds',
  yes: 'takes data about people, but none of these kinds',
  'special-category': 'takes them only under an agreement that speaks of them, which this one does not',
}

/** Where the charter takes them, and the text that is signed speaks of them. */
export const takesSpecial = (dao: DaoInfo, agreement: PublishedAgreement | null): boolean =>
  dao.charter.personalData === 'special-category' &&
  (agreement === null || agreement.terms.personalData.present === 'special-category')

type Props = {
  value: SpecialCategory[] | null
  taken: boolean
  onChange: (value: SpecialCategory[]) => void
}

/** What the law protects most, asked in plain words. “None” has to be said. */
export function SpecialQuestion({ value, taken, onChange }: Props) {
  const { dao } = useSession()
  return (
    <div className="stack">
      <fieldset className="stack stack-s">
        <legend>
          <span className="field-label">Does it say anything about a living person’s …</span>
          <span className="small soft purpose-says">
            The person may be you. “Someone could work it out” counts as yes.
          </span>
        </legend>
        <div className="choices choices-3">
          {categories.map(({ value: category, title }) => (
            <label key={category} className="choice">
              <input
                type="checkbox"
                checked={value?.includes(category) ?? false}
                data-testid={testIds.special(category)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...(value ?? []), category]
                      : (value ?? []).filter((other) => other !== category),
                  )
                }
              />
              <span>{title}</span>
            </label>
          ))}
          <label className="choice">
            <input
              type="checkbox"
              checked={value !== null && value.length === 0}
              data-testid={testIds.special('none')}
              onChange={() => onChange([])}
            />
            <span>
              <strong>None of these</strong>
            </span>
          </label>
        </div>
      </fieldset>
      {value !== null &&
        value.length > 0 &&
        (taken ? (
          <Callout tone="attention" icon="shield" title="The law protects these most">
            <p>
              By signing you say expressly that it may be used for the boxes you ticked. Leave out whatever
              you can.
            </p>
          </Callout>
        ) : (
          <Callout tone="bad" announce title="This co-op does not take that" testId={testIds.specialRefused}>
            <p>
              Its <Link to={`/texts/${dao.charter.hash}`}>charter</Link> {takes[dao.charter.personalData]}:
              who is found in such data can be hurt, and a stop comes too late for that. Take those columns
              out and choose the file again. Nothing has left your device.
            </p>
          </Callout>
        ))}
    </div>
  )
}
