import { useId, useRef } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Doubts } from './Doubts.tsx'
import type { Doubt } from './doubts.ts'
import type { LendForm } from './lendForm.ts'
import { SpecialQuestion } from './SpecialQuestion.tsx'

type Props = {
  form: LendForm
  doubts: readonly Doubt[]
  takesSpecial: boolean
  onChange: (change: Partial<LendForm>) => void
}

type Option<T extends string> = { value: T; title: string; says?: string }

const origins: Option<NonNullable<LendForm['origin']>>[] = [
  { value: 'mine', title: 'It is mine', says: 'I made, measured or wrote it.' },
  { value: 'employer', title: 'My employer’s', says: 'And I may lend it.' },
  { value: 'someone-else', title: 'Someone else’s', says: 'And they allowed it.' },
]
const others: Option<NonNullable<LendForm['othersInIt']>>[] = [
  { value: 'no', title: 'No', says: 'Nobody but me, or nobody at all.' },
  { value: 'yes-allowed', title: 'Yes, and they agreed', says: 'I asked them.' },
  { value: 'unsure', title: 'I am not sure', says: 'Reviewers will look closely.' },
]
const ai: Option<NonNullable<LendForm['madeByAi']>>[] = [
  { value: 'none', title: 'None of it' },
  { value: 'partly', title: 'Some of it' },
  { value: 'fully', title: 'All of it' },
]

const goTo = (element: HTMLElement | null | undefined) => {
  element?.focus()
  element?.scrollIntoView({ block: 'center' })
}

export function ProvenanceStep({ form, doubts, takesSpecial, onChange }: Props) {
  const whole = useRef<HTMLDivElement>(null)
  const source = useRef<HTMLInputElement>(null)
  const sourceId = useId()
  return (
    <div ref={whole} className="stack stack-l">
      <Question
        legend="Whose data is it?"
        name="origin"
        options={origins}
        value={form.origin}
        testId={testIds.origin}
        onChange={(origin) => onChange({ origin })}
      />
      <Question
        legend="Is anyone else in it?"
        name="others"
        options={others}
        value={form.othersInIt}
        testId={testIds.othersInIt}
        onChange={(othersInIt) => onChange({ othersInIt })}
      />
      {form.othersInIt === 'unsure' && (
        <Callout tone="attention">
          Look through the rows once more. If someone could be recognised who did not agree, do not lend this
          file.
        </Callout>
      )}
      <SpecialQuestion
        value={form.special}
        taken={takesSpecial}
        onChange={(special) => onChange({ special })}
      />
      <Question
        legend="Did AI make any of it?"
        name="ai"
        options={ai}
        value={form.madeByAi}
        testId={testIds.madeByAi}
        onChange={(madeByAi) => onChange({ madeByAi })}
      />
      <div className="field">
        <label htmlFor={sourceId}>Where does it come from? (if you like)</label>
        <input
          ref={source}
          id={sourceId}
          className="input"
          maxLength={2000}
          placeholder="My field notebook, a web page, a form we filled in"
          value={form.source}
          data-testid={testIds.source}
          onChange={(event) => onChange({ source: event.target.value })}
        />
      </div>
      <Doubts
        doubts={doubts}
        confirmed={form.confirmed}
        onConfirm={(confirmed) => onChange({ confirmed })}
        onCorrect={({ code }) =>
          goTo(
            code === 'source-missing'
              ? source.current
              : whole.current?.querySelector<HTMLElement>('input[name="origin"]:checked'),
          )
        }
      />
    </div>
  )
}

type QuestionProps<T extends string> = {
  legend: string
  name: string
  options: Option<T>[]
  value: T | null
  testId: (value: T) => string
  onChange: (value: T) => void
}

function Question<T extends string>({ legend, name, options, value, testId, onChange }: QuestionProps<T>) {
  return (
    <fieldset className="stack stack-s">
      <legend className="field-label">{legend}</legend>
      <div className="choices choices-3">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={name}
              checked={value === option.value}
              data-testid={testId(option.value)}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.title}
              {option.says && <small>{option.says}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
