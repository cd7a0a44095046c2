import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { buttonClass } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { formatCount } from '../../ui/words.ts'
import './dataset.css'
import { Offers } from './Offers.tsx'
import { datasetQuery } from './queries.ts'
import { Releases } from './Releases.tsx'
import { SchemaTable } from './SchemaTable.tsx'

export type OfferOf = Dataset['offers'][number]

/** Buying belongs to another stage; whoever composes the page says what a press on an offer does. */
type Props = {
  onBuy: (dataset: Dataset, offer: OfferOf) => void
  /** Asking whether a use is allowed belongs to another stage, too. */
  mayI: (dataset: Dataset) => ReactNode
}

export function DatasetPage({ onBuy, mayI }: Props) {
  const { node } = useSession()
  const { slug = '' } = useParams()
  const dataset = useQuery(datasetQuery(node, slug))

  if (!dataset.data)
    return (
      <Page title="Dataset">
        {dataset.error ? (
          <>
            <ErrorNotice error={dataset.error} retry={() => void dataset.refetch()} />
            <p>
              <Link to="/datasets">See all datasets</Link>
            </p>
          </>
        ) : (
          <>
            <SkeletonCard lines={2} />
            <SkeletonCard lines={5} />
          </>
        )}
      </Page>
    )

  const { name, description, rows, members, contributions, columns, offers, releases, kind } = dataset.data
  return (
    <Page
      title={name}
      intro={<p>{description}</p>}
      aside={
        <Link className={buttonClass('plain')} to={`/lend/${slug}`} data-testid={testIds.lendHere}>
          Lend data to it
        </Link>
      }
    >
      <dl className="facts card card-flat">
        <div className="fact">
          <dt>Rows</dt>
          <dd>
            {formatCount(rows)} <small>accepted, no duplicates</small>
          </dd>
        </div>
        <div className="fact">
          <dt>Members</dt>
          <dd>
            {formatCount(members)} <small>lend to it now</small>
          </dd>
        </div>
        <div className="fact">
          <dt>{kind === 'table' ? 'Columns' : 'Kind'}</dt>
          <dd>
            {kind === 'table' ? formatCount(columns.length) : kindWords[kind]}{' '}
            <small>{kind === 'table' ? 'described below' : 'a row each'}</small>
          </dd>
        </div>
        <div className="fact">
          <dt>Contributions</dt>
          <dd>
            {formatCount(contributions.total)}
            <small>{contributionsInWords(contributions)}</small>
          </dd>
        </div>
      </dl>
      <Offers offers={offers} members={members} onBuy={(offer) => onBuy(dataset.data, offer)} />
      {mayI(dataset.data)}
      {kind === 'table' && <SchemaTable columns={columns} />}
      <Releases releases={releases} offers={offers} />
    </Page>
  )
}

const kindWords = { text: 'Text', image: 'Pictures' }

const contributionsInWords = ({ accepted, rejected, waiting, withdrawn }: Dataset['contributions']) =>
  [
    `${accepted} accepted`,
    rejected && `${rejected} not accepted`,
    waiting && `${waiting} under way`,
    withdrawn && `${withdrawn} taken back`,
  ]
    .filter(Boolean)
    .join(', ')
