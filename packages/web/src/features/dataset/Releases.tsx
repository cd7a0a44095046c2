import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { Empty } from '../../ui/Empty.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { Time } from '../../ui/Time.tsx'
import { formatDay } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'

const states = {
  current: { text: 'In use', look: 'pill-good' },
  replaced: { text: 'Replaced', look: '' },
  asserted: { text: 'Open to challenge', look: 'pill-attention' },
  challenged: { text: 'Challenged', look: 'pill-bad' },
} as const

type Release = Dataset['releases'][number]

/** Versions shown before the earlier ones are folded away. */
const shown = 4

export function Releases({ releases, offers }: Pick<Dataset, 'releases' | 'offers'>) {
  const nameOf = (offer: string) => offers.find((one) => one.offer === offer)?.name ?? `Offer ${offer}`
  const stateOf = ({ state, offer, release }: Release): keyof typeof states => {
    if (state !== 'active') return state
    return offers.find((one) => one.offer === offer)?.release === release ? 'current' : 'replaced'
  }
  const latestFirst = [...releases].sort((a, b) => b.at - a.at || b.release - a.release)
  const list = (some: Release[]) => (
    <ul className="releases">
      {some.map((release) => (
        <ReleaseItem
          key={`${release.offer}-${release.release}`}
          release={release}
          name={nameOf(release.offer)}
          state={states[stateOf(release)]}
        />
      ))}
    </ul>
  )
  return (
    <section className="stack" aria-labelledby="releases-title">
      <div className="measure">
        <h2 id="releases-title">Versions</h2>
        <p className="soft">
          A version never changes. When someone stops sharing, a new one is cut without their data.
        </p>
      </div>
      {latestFirst.length === 0 ? (
        <Empty icon="release" title="No version yet">
          <p>The first one is cut when reviewers have accepted something.</p>
        </Empty>
      ) : (
        <div className="card">
          {list(latestFirst.slice(0, shown))}
          {latestFirst.length > shown && (
            <Fold title={plural(latestFirst.length - shown, 'earlier version')}>
              {list(latestFirst.slice(shown))}
            </Fold>
          )}
        </div>
      )}
    </section>
  )
}

type ItemProps = { release: Release; name: string; state: { text: string; look: string } }

function ReleaseItem({ release, name, state }: ItemProps) {
  return (
    <li>
      <div className="row row-between">
        <h3>
          {name}, version {release.release}
        </h3>
        <span className={`pill ${state.look}`}>{state.text}</span>
      </div>
      <p className="small soft">
        {plural(release.rows, 'row')} from {plural(release.members, 'member')} · cut <Time at={release.at} />{' '}
        · licenses run until {formatDay(release.validUntil)} at the latest
      </p>
      <Fold title="Fingerprints">
        <dl className="pairs">
          <dt>List of parts</dt>
          <dd>
            <Hash value={release.manifest} label="fingerprint of the list of parts" />{' '}
            <a href={`/api/blobs/${release.manifest}`}>open</a>
          </dd>
          <dt>Description</dt>
          <dd>
            <Hash value={release.croissant} label="fingerprint of the description" />{' '}
            <a href={`/api/blobs/${release.croissant}`}>open (Croissant)</a>
          </dd>
          <dt>Encrypted parts</dt>
          <dd>{release.parts}</dd>
        </dl>
      </Fold>
    </li>
  )
}
