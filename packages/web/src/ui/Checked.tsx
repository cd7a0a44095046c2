import type { Verification } from '@usufruct/sdk/records/verification'
import { Fold } from './Fold.tsx'
import { Icon } from './Icon.tsx'
import { capitalise } from './words.ts'

type Props = { result: Verification | undefined; error: unknown; testId?: string }

/** What this device found when it checked a signed document, one line for each thing it looked at. */
export function Checked({ result, error, testId }: Props) {
  if (!result)
    return (
      <p className="small soft" role="status">
        {error ? 'It could not be checked on this device.' : 'Checking the signature …'}
      </p>
    )
  return (
    <div className="stack stack-s" data-testid={testId} data-ok={result.ok}>
      <p>
        <span className={`pill ${result.ok ? 'pill-good' : 'pill-bad'}`}>
          <Icon name={result.ok ? 'check' : 'alert'} />
          {result.ok ? 'Checks out' : 'Does not check out: tell the co-op'}
        </span>
      </p>
      <Fold title="What was checked, on this device">
        <ul className="checks">
          {result.checks.map(({ name, ok, says }) => (
            <li key={name} data-ok={ok || undefined}>
              <Icon name={ok ? 'check' : 'close'} />
              <span>
                <strong>{capitalise(name)}.</strong> {says}
              </span>
            </li>
          ))}
          {result.notChecked.map((says) => (
            <li key={says} className="soft">
              <Icon name="info" />
              <span>Not looked at: {says}.</span>
            </li>
          ))}
        </ul>
      </Fold>
    </div>
  )
}
