import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { plural } from '../../ui/words.ts'
import type { Doubt } from './doubts.ts'

type Props = {
  doubts: readonly Doubt[]
  confirmed: readonly string[]
  onConfirm: (confirmed: string[]) => void
  /** Takes the member back to what they answered. */
  onCorrect: (doubt: Doubt) => void
}

const shown = 3

/** Where the answers and the files do not go together: to be corrected, or looked at and confirmed. */
export function Doubts({ doubts, confirmed, onConfirm, onCorrect }: Props) {
  if (doubts.length === 0) return null
  return (
    <Callout
      tone="attention"
      announce
      testId={testIds.doubts}
      title="Does this go together with what is in your files?"
    >
      <ul className="stack doubts">
        {doubts.map((doubt) => {
          const { code, text, key, found } = doubt
          return (
            <li key={text} className="stack stack-s" data-testid={testIds.doubt(code)}>
              <p>{text}</p>
              {found.length > 0 && (
                <ul className="notes doubt-found">
                  {[...new Set(found)].slice(0, shown).map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                  {found.length > shown && <li>And {plural(found.length - shown, 'more place')}.</li>}
                </ul>
              )}
              <div className="row doubt-acts">
                <label className="choice">
                  <input
                    type="checkbox"
                    checked={confirmed.includes(key)}
                    data-testid={testIds.doubtConfirm(code)}
                    onChange={(event) =>
                      onConfirm(
                        event.target.checked
                          ? [...confirmed, key]
                          : confirmed.filter((other) => other !== key),
                      )
                    }
                  />
                  <span>I looked at it, and may lend this</span>
                </label>
                <button
                  type="button"
                  className="button button-plain button-small"
                  onClick={() => onCorrect(doubt)}
                >
                  {code === 'source-missing' ? 'Say where it comes from' : 'Change my answer'}
                </button>
              </div>
            </li>
          )
        })}
      </ul>
    </Callout>
  )
}
