import { queryOptions, useQuery } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'
import { useEffect } from 'react'
import { Link, useLocation, useParams } from 'react-router-dom'
import type { Hex } from 'viem'
import { useSession } from '../../session/SessionProvider.tsx'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { HastView } from './HastView.tsx'
import { readText } from './readText.ts'
import './texts.css'

const textQuery = (node: NodeClient, hash: Hex) =>
  queryOptions({
    queryKey: ['text', hash],
    queryFn: async ({ signal }) => {
      const sent = await node.call('getText', { params: { hash } }, { signal })
      return { ...sent, ...readText(sent.text, hash) }
    },
    // A text behind a hash never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

const isHash = (hash: string): hash is Hex => /^0x[0-9a-fA-F]{64}$/.test(hash)

export default function TextPage() {
  const { hash = '' } = useParams()
  return isHash(hash) ? (
    <Text hash={hash} />
  ) : (
    <Page title="No such text">
      <Empty icon="file" title="This is not the fingerprint of a text">
        <p>
          It has 64 letters and digits after “0x”. The co-op’s texts are linked at the foot of every page.{' '}
          <Link to="/">Go home</Link>
        </p>
      </Empty>
    </Page>
  )
}

const kinds = { charter: 'Charter', agreement: 'Contributor agreement', license: 'License' } as const

const languageName = (code: string) => {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** A link to a section is there before the text is. */
const useSection = (ready: boolean) => {
  const { hash } = useLocation()
  useEffect(() => {
    if (ready && hash) document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView()
  }, [ready, hash])
}

function Text({ hash }: { hash: Hex }) {
  const { node } = useSession()
  const { data, error, refetch } = useQuery(textQuery(node, hash))
  useSection(data !== undefined)
  if (!data)
    return (
      <Page title={error ? 'This text cannot be shown' : 'Reading …'}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <SkeletonCard lines={8} />}
      </Page>
    )
  const file = (ending: string) => `/api/texts/${hash}/text.${ending}`
  return (
    <Page
      title={data.title}
      intro={
        <p>
          {kinds[data.kind]}, version {data.version}, {languageName(data.language)}
          {data.authoritative ? '' : '. A translation: another language is the one that counts'}.
        </p>
      }
    >
      <div className="text-files">
        <a className={buttonClass('plain', true)} href={file('md')} download data-testid="text-markdown">
          <Icon name="download" />
          Markdown
        </a>
        <a
          className={buttonClass('plain', true)}
          href={file('pdf')}
          target="_blank"
          rel="noreferrer"
          data-testid="text-pdf"
        >
          <Icon name="file" />
          PDF
        </a>
      </div>
      <article className="text" lang={data.language} data-testid="text-body">
        <HastView nodes={data.blocks} />
      </article>
      <div className="text">
        <Fold title="Fingerprints" testId="text-hashes">
          <p className="small soft">
            SHA-256. Your browser has checked that the text above has the first one; it is the one on the
            ledger.
          </p>
          <dl className="text-hashes small">
            <dt>this text</dt>
            <dd className="mono">{data.hash}</dd>
            <dt>the template it was made from</dt>
            <dd className="mono">{data.template}</dd>
            <dt>what the template was filled with</dt>
            <dd className="mono">{data.parameters}</dd>
          </dl>
        </Fold>
        <Fold title="The exact text">
          <p className="small soft">The first lines, between dashes, are for software.</p>
          <pre className="text-exact">{data.text}</pre>
        </Fold>
      </div>
    </Page>
  )
}
