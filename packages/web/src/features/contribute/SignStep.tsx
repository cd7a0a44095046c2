import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatDay } from '../../ui/time.ts'
import { capitalise, listOf, plural } from '../../ui/words.ts'
import { type Signing, WhatYouSign } from '../consent/WhatYouSign.tsx'

/** One by one; the others are counted. */
const named = 5

type Props = {
  actor: Actor
  dataset: Dataset
  files: readonly { name: string; rows: number }[]
  /** A permission that stands is not signed again. */
  standing: Consent | null
  signing: Signing | null
  missing: readonly string[]
  error: unknown
  busy: boolean
  onSubmit: () => void
}

/** Everything that is signed, said before it is. */
export function SignStep({
  actor,
  dataset,
  files,
  standing,
  signing,
  missing,
  error,
  busy,
  onSubmit,
}: Props) {
  const lent = (
    <>
      {files.slice(0, named).map(({ name, rows }) => (
        <li key={name}>
          <strong>
            {plural(rows, 'row')} of {name}
          </strong>
          , by a fingerprint that gives nothing of them away.
        </li>
      ))}
      {files.length > named && (
        <li>
          <strong>And {plural(files.length - named, 'more file')}</strong>, each by its own fingerprint.
        </li>
      )}
      <li>
        <strong>A look for the co-op:</strong> its machine may clean them and its reviewers may see them,
        until the permission ends. Each look is written down for you.
      </li>
    </>
  )
  return (
    <div className="card stack">
      <p className="field-label">Your signature stands under</p>
      {signing && !standing && <WhatYouSign actor={actor} signing={signing} more={lent} />}
      {standing && (
        <ul className="sign-list" data-testid={testIds.whatYouSign}>
          <li>
            <strong>The permission you gave</strong> for {dataset.name}, until {formatDay(standing.end)}. It
            stays as it is.
          </li>
          {lent}
        </ul>
      )}
      {!signing && !standing && <p className="soft">the agreement, once you have said which one you read.</p>}
      <ErrorNotice error={error} />
      <div className="row">
        <Button
          look="primary"
          data-testid={testIds.contributeSubmit}
          disabled={missing.length > 0}
          busy={busy && 'Signing …'}
          aria-describedby="lend-missing"
          onClick={onSubmit}
        >
          {files.length > 1 ? `Sign and send ${files.length} files` : 'Sign and send'}
        </Button>
        <p id="lend-missing" className="small soft">
          {missing.length > 0 ? `${capitalise(listOf(missing))} first.` : ''}
        </p>
      </div>
    </div>
  )
}
