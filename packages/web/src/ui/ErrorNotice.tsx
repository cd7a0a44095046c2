import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { Button } from './Button.tsx'
import { Callout } from './Callout.tsx'
import { pageHints } from './hints.ts'

const asUsufruct = (error: unknown): UsufructError =>
  findUsufructError(error) ??
  new UsufructError({
    code: 'UNEXPECTED',
    kind: 'internal',
    message: 'Something went wrong that we did not foresee.',
    hint: 'Nothing you entered is lost. Try again; if it stays, tell the people who run this co-op.',
    details: { error: error instanceof Error ? error.message : String(error) },
  })

/** What went wrong and the way out. Values behind it stay folded away for whoever is asked to help. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  if (!error) return null
  const { code, message, hint: given, kind, details } = asUsufruct(error)
  const hint = pageHints[code] ?? given
  // A refusal stays a refusal; only what may pass is worth another try.
  const mayPass = kind === 'unreachable' || kind === 'internal' || kind === 'unauthenticated'
  const values = Object.entries(details)
  return (
    <Callout tone="bad" title={message} announce testId="error">
      {hint && <p>{hint}</p>}
      {retry && mayPass && (
        <p style={{ marginTop: 'var(--gap-2)' }}>
          <Button small onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      <details className="small soft" style={{ marginTop: 'var(--gap-2)' }}>
        <summary>Details for support</summary>
        <dl className="pairs">
          <dt>Code</dt>
          <dd className="mono">{code}</dd>
          {values.map(([key, value]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{key}</dt>
              <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Callout>
  )
}
