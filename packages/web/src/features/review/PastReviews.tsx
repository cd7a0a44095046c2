import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/SessionProvider.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { plural } from '../../ui/words.ts'
import { type PastReview, pastReviewsQuery } from './queries.ts'
import { scoreTitle } from './scores.ts'

const shown = 4

const outcomes = { accepted: 'Accepted', rejected: 'Not accepted', returned: 'Sent back' }

export function PastReviews({ reviewer }: { reviewer: string }) {
  const { node } = useSession()
  const past = useQuery(pastReviewsQuery(node, reviewer))
  if (!past.data || past.data.length === 0) return null
  const latest = past.data.slice(0, shown)
  const older = past.data.slice(shown)
  return (
    <section className="stack" aria-labelledby="past-title">
      <h2 id="past-title">What I scored</h2>
      <div className="card">
        <PastList past={latest} />
        {older.length > 0 && (
          <Fold title={`${plural(older.length, 'earlier one', 'earlier ones')}`}>
            <PastList past={older} />
          </Fold>
        )}
      </div>
    </section>
  )
}

function PastList({ past }: { past: PastReview[] }) {
  return (
    <ul className="past">
      {past.map(({ round, contribution, score, note, outcome }) => (
        <li key={`${round}/${contribution}`}>
          <span className="past-score">{score}</span>
          <span>
            {scoreTitle(score)}
            {note && <span className="soft">: {note}</span>}
            <span className="small soft past-of">
              <Hash value={contribution} label="contribution" />
            </span>
          </span>
          {outcome && (
            <span className={`pill pill-${outcome === 'accepted' ? 'good' : 'bad'}`}>
              {outcomes[outcome]}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
