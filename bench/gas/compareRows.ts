import type { BenchRow } from '../report.ts'
import type { Figure } from './figure.ts'
import { type PeerFigures, type PeerId, type Row, type RowId, rows } from './rows.ts'

/** Every row beside its goal and its peer, then what each peer used. A row without a figure is missing and falls
 * short, whatever its goal. */
export function compareRows(ours: Partial<Record<RowId, Figure>>, peers: PeerFigures): BenchRow[] {
  const compared = Object.entries(rows).map(([id, row]) => compare(id, row, ours[id as RowId], peers))
  const own = Object.entries(peers).map(([id, { gas, note }]) => ({ id, value: gas, unit: 'gas', note }))
  return [...compared, growthOf(ours), ...own]
}

function compare(id: string, row: Row, figure: Figure | undefined, peers: PeerFigures): BenchRow {
  const limits = Object.entries(row.share ?? {})
    .map(([peer, share]) => ({ peer: peer as PeerId, share, most: share * peers[peer as PeerId].gas }))
    .sort((one, other) => one.most - other.most)
  const most = row.most ?? (limits[0] && Math.floor(limits[0].most))
  const peer = limits[0]?.peer ?? row.peer
  const shares = limits.map(({ peer, share }) => `at most ${share} × ${peer} (${peers[peer].gas})`)
  return {
    id,
    value: figure?.gas ?? null,
    unit: 'gas',
    ...(most === undefined ? {} : { goal: `≤ ${most}` }),
    ...(peer === undefined ? {} : { peer, peerValue: peers[peer].gas }),
    note: [figure?.note ?? 'our contracts cannot do this yet', ...shares, row.differs].join('; '),
  }
}

/** A claim after a thousand releases must use what one after a single release does, to the unit. */
function growthOf(ours: Partial<Record<RowId, Figure>>): BenchRow {
  const [one, thousand] = [ours['pool.claim.r1']?.gas, ours['pool.claim.r1000']?.gas]
  return {
    id: 'pool.claim.growth',
    value: one === undefined || thousand === undefined ? null : thousand - one,
    unit: 'gas',
    goal: '= 0',
    note: 'pool.claim.r1000 less pool.claim.r1',
  }
}
