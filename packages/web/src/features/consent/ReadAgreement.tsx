import { useQuery } from '@tanstack/react-query'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import type { ElementContent } from 'hast'
import { useId, useState } from 'react'
import type { Hex } from 'viem'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { listOf } from '../../ui/words.ts'
import { HastView } from '../texts/HastView.tsx'
import './consent.css'
import { agreementFor, languageInSentence, languageName } from './languages.ts'
import { textQuery } from './queries.ts'
import { summaryOf } from './summaryOf.ts'

/** In which of the agreement's languages someone reads it. `none` is an answer: then they cannot sign. */
export type Reading = PublishedAgreement | 'none' | null

/** What the browser says its owner reads. Null: none of these, so they are asked. */
export const firstReading = (agreements: readonly PublishedAgreement[]): Reading =>
  agreementFor(agreements, navigator.languages)

type Props = { reading: Reading; onChange: (reading: Reading) => void }

/** The agreement in the member's own language: what it comes to first, every word one tap away. */
export function ReadAgreement({ reading, onChange }: Props) {
  const { dao } = useSession()
  const name = useId()
  const { agreements } = dao
  const names = agreements.map(({ language }) => languageInSentence(language))
  return (
    <div className="stack">
      {reading === null && (
        <p>
          Your browser does not say that you read {listOf(names).replace(/ and ([^,]*)$/, ' or $1')}. Do you?
        </p>
      )}
      <fieldset className="segments segments-wrap" data-testid={testIds.languages}>
        <legend className="visually-hidden">The language you read it in</legend>
        {agreements.map((agreement) => (
          <label key={agreement.hash} lang={agreement.language}>
            <input
              type="radio"
              name={name}
              checked={reading !== null && reading !== 'none' && reading.hash === agreement.hash}
              data-testid={testIds.language(agreement.language)}
              onChange={() => onChange(agreement)}
            />
            <span>{languageName(agreement.language)}</span>
          </label>
        ))}
        <label>
          <input
            type="radio"
            name={name}
            checked={reading === 'none'}
            data-testid={testIds.language('none')}
            onChange={() => onChange('none')}
          />
          <span>None of these</span>
        </label>
      </fieldset>
      {reading === 'none' && (
        <Callout tone="bad" announce title="Then you cannot sign it" testId={testIds.languageRefused}>
          <p>
            A yes to words you cannot read would be no yes. The agreement is there in {listOf(names)} only;
            ask for a translation: {dao.charter.contacts.privacy}. Nothing was sent.
          </p>
        </Callout>
      )}
      {reading !== null && reading !== 'none' && <AgreementText agreement={reading} />}
    </div>
  )
}

export function AgreementText({ agreement }: { agreement: PublishedAgreement }) {
  const { node } = useSession()
  const text = useQuery(textQuery(node, agreement.hash))
  const [whole, setWhole] = useState(false)
  if (!text.data)
    return text.error ? (
      <ErrorNotice error={text.error} retry={() => void text.refetch()} />
    ) : (
      <SkeletonCard lines={5} />
    )
  const { blocks, title, version, authoritative } = text.data
  const summary = summaryOf(blocks)
  return (
    <article className="card stack agreement" lang={agreement.language} data-testid={testIds.agreement}>
      <header>
        <h3>{title}</h3>
        <p className="small soft" lang="en">
          Version {version}
          {!authoritative && ', a translation: the original counts where they differ'}
        </p>
      </header>
      {summary && !whole && <Words blocks={summary} />}
      <details
        className="agreement-whole"
        onToggle={(event) => setWhole(event.currentTarget.open)}
        open={!summary}
      >
        <summary lang="en" data-testid={testIds.readWhole}>
          <Icon name="file" />
          {whole ? 'Show the short version' : 'Read every word of it'}
        </summary>
        {(whole || !summary) && <Words blocks={blocks} />}
      </details>
      <div lang="en">
        <Fold title="Fingerprint: is it really this text?">
          <p className="small soft">
            You sign the fingerprint of the exact text, so nobody can change a word of it afterwards.
          </p>
          <p className="small mono hash-line" data-testid={testIds.agreementHash}>
            {agreement.hash}
          </p>
          <p>
            <span className="pill pill-good">This device computed the same</span>
          </p>
          <TextFiles hash={agreement.hash} />
        </Fold>
      </div>
    </article>
  )
}

function TextFiles({ hash }: { hash: Hex }) {
  return (
    <p className="small">
      <a href={`/texts/${hash}`} target="_blank" rel="noreferrer">
        On a page of its own
      </a>{' '}
      ·{' '}
      <a href={`/api/texts/${hash}/text.pdf`} target="_blank" rel="noreferrer">
        as a PDF
      </a>
    </p>
  )
}

function Words({ blocks }: { blocks: readonly ElementContent[] }) {
  return (
    <div className="agreement-words">
      <HastView nodes={blocks} />
    </div>
  )
}
