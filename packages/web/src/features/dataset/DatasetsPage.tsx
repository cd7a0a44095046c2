import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { datasetsQuery } from '../../session/queries.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { plural } from '../../ui/words.ts'
import './dataset.css'

export default function DatasetsPage() {
  const { node } = useSession()
  const datasets = useQuery(datasetsQuery(node))
  const [only, second] = datasets.data ?? []
  if (only && !second) return <Navigate to={`/datasets/${only.slug}`} replace />
  return (
    <Page title="Datasets" intro={<p>What members of this co-op have put together.</p>}>
      {datasets.error && !datasets.data && (
        <ErrorNotice error={datasets.error} retry={() => void datasets.refetch()} />
      )}
      {!datasets.data && !datasets.error && <SkeletonCard lines={4} />}
      {datasets.data?.length === 0 && (
        <Empty icon="dataset" title="No dataset yet">
          <p>The co-op’s charter names them. Ask the people who run it, or found one with a dataset.</p>
        </Empty>
      )}
      <ul className="dataset-list">
        {datasets.data?.map(({ slug, name, description, rows, members }) => (
          <li key={slug} className="card" data-testid={testIds.dataset(slug)}>
            <h2>
              <Link to={`/datasets/${slug}`}>{name}</Link>
            </h2>
            <p className="soft">{description}</p>
            <p className="small">
              {plural(rows, 'row')} from {plural(members, 'member')}
            </p>
          </li>
        ))}
      </ul>
    </Page>
  )
}
