import { type Answer, type Answers, answerOf, type Field, type Option } from '@usufruct/sdk/founding/field'
import { useId } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { foundIds } from './foundIds.ts'

type Props = {
  field: Field
  /** With defaults. */
  answers: Answers
  /** It is what the last step failed on. */
  wrong: boolean
  onChange: (answer: Answer) => void
}

/** One field of a question; what choosing means stands beside every option. */
export function FieldView(props: Props) {
  const { field, wrong } = props
  const id = useId()
  const hint = field.says ? `${id}-says` : undefined
  if (field.kind === 'choice' || field.kind === 'many')
    return (
      <fieldset className="stack stack-s found-field" data-wrong={wrong || undefined} aria-describedby={hint}>
        <legend className="field-label">{field.label}</legend>
        {field.says && (
          <p id={hint} className="field-hint">
            {field.says}
          </p>
        )}
        <Options {...props} field={field} />
        {field.kind === 'many' && field.never && (
          <div className="found-never">
            <p className="field-label">
              <Icon name="lock" />
              {field.never.title}
            </p>
            <ul>
              {field.never.says.map((says) => (
                <li key={says}>{says}</li>
              ))}
            </ul>
          </div>
        )}
      </fieldset>
    )
  return (
    <div className="field found-field" data-wrong={wrong || undefined}>
      <label htmlFor={id}>
        {field.label}
        {field.kind === 'text' && field.optional && (
          <span className="soft found-optional"> (if you like)</span>
        )}
      </label>
      <TextInput {...props} field={field} id={id} hint={hint} />
      {field.says && (
        <p id={hint} className="field-hint">
          {field.says}
        </p>
      )}
    </div>
  )
}

type TextProps = Omit<Props, 'field'> & {
  field: Extract<Field, { kind: 'text' | 'number' }>
  id: string
  hint: string | undefined
}

function TextInput({ field, answers, wrong, onChange, id, hint }: TextProps) {
  const value = String(answerOf(field, answers))
  const shared = {
    id,
    className: 'input',
    value,
    'aria-describedby': hint,
    'aria-invalid': wrong || undefined,
    'data-testid': foundIds.field(field.id),
  }
  if (field.kind === 'number')
    return (
      <span className="found-number">
        <input
          {...shared}
          inputMode={field.decimals > 0 ? 'decimal' : 'numeric'}
          onChange={(event) => onChange(event.target.value.replace(',', '.'))}
        />
        <span className="soft">{field.unit}</span>
      </span>
    )
  return field.lines || field.most > 200 ? (
    <textarea
      {...shared}
      rows={field.lines ? 5 : 3}
      className={`input${field.lines ? ' mono' : ''}`}
      spellCheck={!field.lines}
      onChange={(event) => onChange(event.target.value)}
    />
  ) : (
    <input {...shared} onChange={(event) => onChange(event.target.value)} />
  )
}

type OptionsProps = Omit<Props, 'field'> & { field: Extract<Field, { kind: 'choice' | 'many' }> }

function Options({ field, answers, onChange }: OptionsProps) {
  const name = useId()
  const chosen = answerOf(field, answers)
  const isChosen = (value: string) => (typeof chosen === 'string' ? chosen === value : chosen.includes(value))
  const toggle = (value: string, on: boolean) => {
    if (field.kind === 'choice') return onChange(value)
    const list = typeof chosen === 'string' ? [chosen] : chosen
    onChange(
      on
        ? field.options.map((option) => option.value).filter((each) => each === value || list.includes(each))
        : list.filter((each) => each !== value),
    )
  }
  const short = field.options.every(({ consequences }) => consequences.length === 0)
  return (
    <div className={`choices${short || field.options.length > 3 ? ' choices-2' : ''}`}>
      {field.options.map((option) => (
        <label key={option.value} className="choice found-option">
          <input
            type={field.kind === 'choice' ? 'radio' : 'checkbox'}
            name={name}
            checked={isChosen(option.value)}
            data-testid={foundIds.option(field.id, option.value)}
            onChange={(event) => toggle(option.value, event.target.checked)}
          />
          <Meaning option={option} />
        </label>
      ))}
    </div>
  )
}

function Meaning({ option: { label, consequences } }: { option: Option }) {
  return (
    <span>
      <strong>{label}</strong>
      {consequences.map((consequence) => (
        <small key={consequence}>{consequence}</small>
      ))}
    </span>
  )
}
