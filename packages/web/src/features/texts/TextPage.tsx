import { queryOptions, useQuery } from '@tanstack/react-query'
import type { NodeClient } from '@usufruct/sdk/http/client'
import { Fragment } from 'react'
import { Link, useParams } from 'react-router-dom'
import { useSession } from '../../session/SessionProvider.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { type Block, type Inline, parseMarkdown, splitFrontMatter } from './markdown.ts'
import './texts.css'

const textQuery = (node: NodeClient, hash: string) =>
  queryOptions({
    queryKey: ['text', hash],
    queryFn: ({ signal }) => node.call('getText', { params: { hash } }, { signal }),
    // A text behind a hash never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

export default function TextPage() {
  const { hash = '' } = useParams()
  return /^0x[0-9a-fA-F]{64}$/.test(hash) ? (
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

function Text({ hash }: { hash: string }) {
  const { node } = useSession()
  const text = useQuery(textQuery(node, hash))
  if (!text.data)
    return (
      <Page title={text.error ? 'No such text' : 'Reading …'}>
        {text.error ? (
          <ErrorNotice error={text.error} retry={() => void text.refetch()} />
        ) : (
          <SkeletonCard lines={8} />
        )}
      </Page>
    )
  const { head, body } = splitFrontMatter(text.data.text)
  const [first, ...rest] = parseMarkdown(body)
  const blocks = first?.kind === 'heading' && first.level === 1 ? rest : first ? [first, ...rest] : []
  return (
    <Page title={text.data.title}>
      <article className="text">
        {blocks.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
          <BlockView key={at} block={block} />
        ))}
      </article>
      <div className="text">
        <Fold title="The exact text, and its fingerprint">
          <p className="small mono text-hash">{text.data.hash}</p>
          {head !== null && <p className="small soft">The first lines, between dashes, are for software.</p>}
          <pre className="text-exact">{text.data.text}</pre>
        </Fold>
      </div>
    </Page>
  )
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'heading')
    return block.level <= 2 ? <h2>{spans(block.text)}</h2> : <h3>{spans(block.text)}</h3>
  if (block.kind === 'quote') return <blockquote>{spans(block.text)}</blockquote>
  if (block.kind === 'paragraph') return <p>{spans(block.text)}</p>
  if (block.kind === 'table')
    return (
      <div className="scroll-x">
        <table className="data-table">
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
                <th key={at}>{spans(cell)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
              <tr key={at}>
                {row.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
                  <td key={place}>{spans(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  const items = block.items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
    <li key={at}>{spans(item)}</li>
  ))
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
}

const isWeb = (href: string) => /^https?:\/\//.test(href)

const spans = (parts: Inline[]) =>
  parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text behind a hash never changes
    <Fragment key={at}>
      {part.kind === 'strong' ? (
        <strong>{part.text}</strong>
      ) : part.kind === 'code' ? (
        <code className="mono">{part.text}</code>
      ) : part.kind === 'link' && isWeb(part.href) ? (
        <a href={part.href} rel="noreferrer">
          {part.text}
        </a>
      ) : (
        part.text
      )}
    </Fragment>
  ))
