import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { stages } from '@usufruct/sdk/domain/stages'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { testIds } from '../../app/testIds.ts'
import { datasetsQuery, overviewQuery } from '../../session/queries.ts'
import { openRoundsQuery } from '../../session/rounds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { formatCount, plural } from '../../ui/words.ts'
import './operator.css'

export function OperatorDesk({ actor }: { actor: Actor }) {
  const datasets = useQuery(datasetsQuery(actor.node))
  return (
    <>
      <UnderWay actor={actor} />
      <Rounds actor={actor} />
      {datasets.error && !datasets.data && (
        <ErrorNotice error={datasets.error} retry={() => void datasets.refetch()} />
      )}
      {datasets.data?.map((dataset) => (
        <DatasetReleases key={dataset.slug} actor={actor} dataset={dataset} />
      ))}
    </>
  )
}

function UnderWay({ actor }: { actor: Actor }) {
  const overview = useQuery(overviewQuery(actor.node))
  if (!overview.data)
    return overview.error ? (
      <ErrorNotice error={overview.error} retry={() => void overview.refetch()} />
    ) : (
      <SkeletonCard lines={3} />
    )
  const { head } = overview.data
  return (
    <section className="card stack" aria-labelledby="under-way-title">
      <div className="row row-between">
        <h2 id="under-way-title">Under way</h2>
        <p className="small soft number">
          Ledger at block {formatCount(head.block)}, <Time at={head.time} />
        </p>
      </div>
      <ul className="under-way">
        {overview.data.stages.map(({ id, count, unit, waiting }) => (
          <li key={id} data-busy={waiting > 0 || undefined}>
            <span className="small soft">{stages.find((stage) => stage.id === id)?.title}</span>
            <strong className="number">{formatCount(waiting)}</strong>
            <span className="small soft">
              of {formatCount(count + waiting)} {unit}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const phases = {
  open: 'Collecting',
  commit: 'Being scored',
  reveal: 'Showing scores',
  closed: 'Closed',
}

function Rounds({ actor }: { actor: Actor }) {
  const rounds = useQuery(openRoundsQuery(actor.node))
  return (
    <section className="stack" aria-labelledby="rounds-title">
      <h2 id="rounds-title">Review batches</h2>
      <ErrorNotice error={rounds.data ? null : rounds.error} retry={() => void rounds.refetch()} />
      {!rounds.data && !rounds.error && <SkeletonCard lines={2} />}
      {rounds.data?.length === 0 && (
        <Empty icon="review" title="No batch is open">
          <p>One opens by itself when something has been checked and waits for reviewers.</p>
        </Empty>
      )}
      {rounds.data && rounds.data.length > 0 && (
        <ul className="card operator-list">
          {rounds.data.map(({ round, phase, items }) => (
            <li key={round}>
              <div className="row row-between">
                <h3>
                  Batch <Hash value={round} label="batch" />
                </h3>
                <span className="pill pill-attention">{phases[phase]}</span>
              </div>
              <p className="small soft">
                {plural(items.length, 'contribution')},{' '}
                {plural(
                  items.reduce((sum, { reveals }) => sum + reveals.length, 0),
                  'score',
                )}{' '}
                shown of {items.reduce((sum, { panel }) => sum + panel.length, 0)} asked for
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function DatasetReleases({ actor, dataset }: { actor: Actor; dataset: Dataset }) {
  const queryClient = useQueryClient()
  const nameOf = (offer: string) =>
    dataset.offers.find((one) => one.offer === offer)?.name ?? `Offer ${offer}`
  const cut = useMutation({
    mutationFn: () =>
      signedIn(actor, () => actor.node.call('requestRelease', { params: { slug: dataset.slug } })),
    onSuccess: () => queryClient.invalidateQueries(),
  })
  return (
    <section className="card stack" aria-label={dataset.name}>
      <div className="row row-between">
        <div>
          <h2>{dataset.name}</h2>
          <p className="small soft">
            {plural(dataset.contributions.accepted, 'contribution')} accepted, {dataset.contributions.waiting}{' '}
            waiting
          </p>
        </div>
        <Button
          look="primary"
          data-testid={testIds.cutRelease(dataset.slug)}
          busy={cut.isPending && 'Cutting …'}
          onClick={() => cut.mutate()}
        >
          Cut a release
        </Button>
      </div>
      <ErrorNotice error={cut.error} />
      {cut.data && (
        <div data-testid={testIds.cutReleaseDone}>
          <Callout
            tone={cut.data.releases.length > 0 ? 'good' : 'plain'}
            announce
            title={cut.data.releases.length > 0 ? 'Cut, and open to challenge' : 'Nothing new to release'}
          >
            <ul>
              {cut.data.releases.map(({ offer, release, rows, parts }) => (
                <li key={offer}>
                  {nameOf(offer)}, version {release}: {plural(rows, 'row')} in {plural(parts, 'part')}
                </li>
              ))}
              {cut.data.unchanged.map((offer) => (
                <li key={offer} className="soft">
                  {nameOf(offer)}: as it was
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      )}
      <div className="scroll-x">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Offer</th>
              <th scope="col" className="is-number">
                Version
              </th>
              <th scope="col" className="is-number">
                Rows
              </th>
              <th scope="col" className="is-number">
                Members
              </th>
            </tr>
          </thead>
          <tbody>
            {dataset.offers.map(({ offer, name, release, rows, members }) => (
              <tr key={offer}>
                <td>{name}</td>
                <td className="is-number">{release === 0 ? 'none yet' : release}</td>
                <td className="is-number">{formatCount(rows)}</td>
                <td className="is-number">{formatCount(members)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
