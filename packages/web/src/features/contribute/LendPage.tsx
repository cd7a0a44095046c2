import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from 'react-router-dom'
import { datasetsQuery } from '../../session/queries.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import './contribute.css'
import './found.css'
import { LendFormView } from './LendFormView.tsx'

/** Which dataset to lend to; most co-ops have one. */
export function LendPage() {
  const { node } = useSession()
  const { actor, fits } = useRolePage('member')
  const { slug } = useParams()
  const datasets = useQuery(datasetsQuery(node))
  const [only, second] = datasets.data ?? []
  if (!slug && only && !second) return <Navigate to={`/lend/${only.slug}`} replace />
  const dataset = datasets.data?.find((one) => one.slug === slug)

  if (!datasets.data)
    return (
      <Page title="Lend data">
        {datasets.error ? (
          <ErrorNotice error={datasets.error} retry={() => void datasets.refetch()} />
        ) : (
          <SkeletonCard lines={5} />
        )}
      </Page>
    )
  if (!slug)
    return (
      <Page title="Lend data" intro={<p>To which dataset?</p>}>
        <ul className="stack">
          {datasets.data.map((one) => (
            <li key={one.slug} className="card">
              <h2>
                <Link to={`/lend/${one.slug}`}>{one.name}</Link>
              </h2>
              <p className="soft">{one.description}</p>
            </li>
          ))}
        </ul>
      </Page>
    )
  if (!dataset)
    return (
      <Page title="Lend data">
        <Empty icon="dataset" title={`There is no dataset called “${slug}” here`}>
          <Link to="/lend">Choose one</Link>
        </Empty>
      </Page>
    )
  return (
    <Page
      title={`Lend to ${dataset.name}`}
      intro={<p>You keep your data. You lend it, for uses you choose, and can stop at any time.</p>}
    >
      <LendFormView key={dataset.slug} dataset={dataset} actor={fits ? actor : undefined} />
    </Page>
  )
}
