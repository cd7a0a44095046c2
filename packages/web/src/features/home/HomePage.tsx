import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router-dom'
import { overviewQuery } from '../../session/queries.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { buttonClass } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { Acts } from './Acts.tsx'
import './home.css'
import { MoneyLine } from './MoneyLine.tsx'
import { StagePicture } from './StagePicture.tsx'
import './stages.css'
import { Story } from './Story.tsx'
import { TryIt } from './TryIt.tsx'

export default function HomePage() {
  const { node, dao } = useSession()
  const overview = useQuery(overviewQuery(node))

  return (
    <Page
      title="Data that stays yours, and earns"
      intro={
        <p>
          Members of the {dao.name} lend data. Others pay to use it for a while, only for what each member
          allowed. The money goes back to the members, and anyone can stop at any time.
        </p>
      }
      aside={
        <div className="row">
          <Link className={buttonClass('plain')} to="/datasets">
            See the data
          </Link>
          {dao.practice && (
            <Link className={buttonClass('plain')} to="/found">
              Found your own co-op
            </Link>
          )}
        </div>
      }
    >
      {overview.error && !overview.data && (
        <ErrorNotice error={overview.error} retry={() => void overview.refetch()} />
      )}
      {overview.data ? (
        <>
          {overview.error && (
            <p className="soft small" role="status">
              The co-op’s node does not answer just now. What you see is from a moment ago; we keep trying.
            </p>
          )}
          <section className="card stage-card" aria-labelledby="stages-title">
            <h2 id="stages-title" className="visually-hidden">
              The way of the data
            </h2>
            <Story story={overview.data.story} />
            <StagePicture overview={overview.data} />
          </section>
          <div className="home-columns">
            <div className="stack stack-l">
              {dao.practice && <TryIt ready={overview.data.story?.state !== 'playing'} />}
              <MoneyLine money={overview.data.money} dao={dao} />
            </div>
            <Acts acts={overview.data.acts} />
          </div>
        </>
      ) : (
        !overview.error && (
          <>
            <SkeletonCard lines={5} />
            <SkeletonCard lines={5} />
          </>
        )
      )}
    </Page>
  )
}
