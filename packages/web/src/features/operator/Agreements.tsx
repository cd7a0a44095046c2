import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { AgreementVersion } from '@usufruct/sdk/http/routes/consent'
import { useId } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { fieldsInWords } from '../../ui/termsWords.ts'
import { formatDay } from '../../ui/time.ts'
import { languageInSentence } from '../consent/languages.ts'
import { agreementsQuery } from '../consent/queries.ts'
import '../consent/consent.css'
import { HastView } from '../texts/HastView.tsx'
import './operator.css'
import type { ReadAgreement } from './readAgreement.ts'

const changeWords: Record<AgreementVersion['change'], { pill: string; look: string; says: string }> = {
  first: { pill: 'First', look: '', says: 'The first version.' },
  same: {
    pill: 'Same terms',
    look: '',
    says: 'Only its words differ. Members go on as they are.',
  },
  narrows: {
    pill: 'Narrower',
    look: 'pill-good',
    says: 'It lets the co-op do less. That holds for every member at once, by notice; nobody has to sign.',
  },
  widens: {
    pill: 'Wider',
    look: 'pill-attention',
    says: 'It lets the co-op do more. It holds only for members who sign it; the others stay under what they signed.',
  },
  mixed: {
    pill: 'Narrower and wider',
    look: 'pill-attention',
    says: 'What it narrows holds for every member at once. What it widens holds only for members who sign it.',
  },
}

/** Published versions of what members sign, and publishing a new one, with what it changes said before it is. */
export function Agreements({ actor }: { actor: Actor }) {
  const published = useQuery(agreementsQuery(actor.node))
  return (
    <section className="card stack" aria-labelledby="agreements-title">
      <div>
        <h2 id="agreements-title">The agreement members sign</h2>
        <p className="small soft">A published version never changes. A new one stands beside it.</p>
      </div>
      {!published.data && !published.error && <SkeletonCard lines={2} />}
      <ErrorNotice error={published.data ? null : published.error} retry={() => void published.refetch()} />
      <ul className="operator-list">
        {published.data?.map(({ hash, version, language, current, publishedAt, change, changedFields }) => (
          <li key={hash}>
            <div className="row row-between">
              <h3>
                <Link to={`/texts/${hash}`}>
                  Version {version}, {languageInSentence(language)}
                </Link>
                {current && <span className="soft"> (current)</span>}
              </h3>
              <span className={`pill ${changeWords[change].look}`}>{changeWords[change].pill}</span>
            </div>
            <p className="small soft">
              Published on {formatDay(publishedAt)}
              {changedFields.length > 0 && `; changed ${fieldsInWords(changedFields)}`}
            </p>
          </li>
        ))}
      </ul>
      <PublishNew actor={actor} />
    </section>
  )
}

function PublishNew({ actor }: { actor: Actor }) {
  const id = useId()
  const queryClient = useQueryClient()
  const read = useMutation({
    mutationFn: async (file: File): Promise<ReadAgreement> => {
      const [{ readAgreement }, text] = await Promise.all([import('./readAgreement.ts'), file.text()])
      return readAgreement(text, actor.dao.agreements)
    },
    onMutate: () => publish.reset(),
  })
  const publish = useMutation({
    mutationFn: (text: string) =>
      signedIn(actor, () => actor.node.call('publishAgreement', { body: { text } })),
    onSuccess: async () => {
      read.reset()
      await queryClient.invalidateQueries()
    },
  })
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor={id}>Publish a new version, from its Markdown file</label>
        <input
          id={id}
          className="input"
          type="file"
          accept=".md,text/markdown,text/plain"
          data-testid={testIds.agreementFile}
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) read.mutate(file)
            // The same file, mended, can be chosen again.
            event.target.value = ''
          }}
        />
        <p className="field-hint">It is read on this device first; nothing is published by choosing it.</p>
      </div>
      <ErrorNotice error={read.error ?? publish.error} />
      {publish.data && (
        <Callout
          tone="good"
          announce
          testId={testIds.agreementPublished}
          title={`Version ${publish.data.version} is published`}
        >
          <p>{changeWords[publish.data.change].says} Members see it in My data.</p>
        </Callout>
      )}
      {read.data && (
        <Preview
          found={read.data}
          busy={publish.isPending}
          onPublish={() => read.data && publish.mutate(read.data.text)}
          onDrop={() => read.reset()}
        />
      )}
    </div>
  )
}

type PreviewProps = { found: ReadAgreement; busy: boolean; onPublish: () => void; onDrop: () => void }

function Preview({ found, busy, onPublish, onDrop }: PreviewProps) {
  const { change, changedFields, before, title, version, language } = found
  const { says } = changeWords[change]
  return (
    <div className="stack agreement-preview">
      <div data-testid={testIds.agreementChange} data-change={change}>
        <Callout
          tone={change === 'widens' || change === 'mixed' ? 'attention' : 'plain'}
          icon="file"
          announce
          title={`${title}, version ${version}, ${languageInSentence(language)}`}
        >
          <p>
            Against version {before.version}: {says}
          </p>
          {changedFields.length > 0 && <p className="small">It changes {fieldsInWords(changedFields)}.</p>}
        </Callout>
      </div>
      <Fold title="Read it as members will">
        <div className="agreement-words" lang={language}>
          <HastView nodes={found.blocks} />
        </div>
      </Fold>
      {changedFields.length > 0 && (
        <Fold title="The changed fields">
          <ul className="mono small">
            {changedFields.map((field) => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        </Fold>
      )}
      <div className="row">
        <Button
          look="primary"
          busy={busy && 'Publishing …'}
          data-testid={testIds.agreementPublish}
          onClick={onPublish}
        >
          Publish version {version}
        </Button>
        <Button look="quiet" disabled={busy} onClick={onDrop}>
          Not now
        </Button>
      </div>
    </div>
  )
}
