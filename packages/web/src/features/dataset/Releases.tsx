import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { Empty } from '../../ui/Empty.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { Time } from '../../ui/Time.tsx'
import { formatDay } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'

const states = {
  active: { text: 'In use', look: 'pill-good' },
  asserted: { text: 'Open to challenge', look: 'pill-attention' },
  challenged: { text: 'Challenged', look: 'pill-bad' },
} as const

export function Releases({ releases, offers }: Pick<Dataset, 'releases' | 'offers'>) {
  const nameOf = (offer: string) => offers.find((one) => one.offer === offer)?.name ?? `Offer ${offer}`
  const latestFirst = [...releases].sort((a, b) => b.at - a.at || b.release - a.release)
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
        <ul className="releases card">
          {latestFirst.map((release) => (
            <li key={`${release.offer}-${release.release}`}>
              <div className="row row-between">
                <h3>
                  {nameOf(release.offer)}, version {release.release}
                </h3>
                <span className={`pill ${states[release.state].look}`}>{states[release.state].text}</span>
              </div>
              <p className="small soft">
                {plural(release.rows, 'row')} from {plural(release.members, 'member')} · cut{' '}
                <Time at={release.at} /> · licenses run until {formatDay(release.validUntil)} at the latest
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
          ))}
        </ul>
      )}
    </section>
  )
}
