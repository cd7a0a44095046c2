import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/SessionProvider.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { pastReviewsQuery } from './queries.ts'
import { scoreTitle } from './scores.ts'

const outcomes = { accepted: 'Accepted', rejected: 'Not accepted', returned: 'Sent back' }

export function PastReviews({ reviewer }: { reviewer: string }) {
  const { node } = useSession()
  const past = useQuery(pastReviewsQuery(node, reviewer))
  if (!past.data || past.data.length === 0) return null
  return (
    <section className="stack" aria-labelledby="past-title">
      <h2 id="past-title">What I scored</h2>
      <ul className="card past">
        {past.data.map(({ round, contribution, score, note, outcome }) => (
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
    </section>
  )
}
