import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { useId } from 'react'
import { testIds } from '../../app/testIds.ts'
import { nowInSeconds } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'
import { dayOf, lastDayProblem, presets, yearsFrom } from './choice.ts'

type Props = { agreement: PublishedAgreement; lastDay: string; onChange: (lastDay: string) => void }

/** The last day, from the calendar or by one tap. */
export function ChooseEnd({ agreement, lastDay, onChange }: Props) {
  const id = useId()
  const now = nowInSeconds()
  const problem = lastDayProblem(lastDay, agreement, now)
  const usable = presets.filter((years) => !lastDayProblem(yearsFrom(now, years), agreement, now))
  return (
    <div className="field until">
      <label htmlFor={id}>Until which day?</label>
      <input
        id={id}
        type="date"
        className="input"
        value={lastDay}
        min={dayOf(now + 86_400)}
        aria-invalid={problem !== null || undefined}
        aria-describedby={`${id}-says`}
        data-testid={testIds.until}
        onChange={(event) => onChange(event.target.value)}
      />
      <fieldset className="row presets">
        <legend className="visually-hidden">Or choose a length</legend>
        {usable.map((years) => (
          <button
            key={years}
            type="button"
            className="preset"
            aria-pressed={lastDay === yearsFrom(now, years)}
            onClick={() => onChange(yearsFrom(now, years))}
          >
            {plural(years, 'year')}
          </button>
        ))}
      </fieldset>
      <p id={`${id}-says`} className="field-hint" data-bad={problem !== null || undefined}>
        {problem ??
          'It then ends by itself, and we ask you before whether it goes on. Versions of a dataset are licensed for about a year: a permission that ends sooner is left out of them.'}
      </p>
    </div>
  )
}
