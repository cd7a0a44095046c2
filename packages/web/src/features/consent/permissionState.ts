import type { Consent } from '@usufruct/sdk/http/routes/consent'

/** A permission as its member meets it. `ends-soon`: it still permits, and it is time to ask whether it goes on. */
export type PermissionState =
  | 'live'
  | 'ends-soon'
  | 'paused'
  | 'replaced'
  | 'expired'
  | 'withdrawn'
  | 'unknown'

type Of = Pick<Consent, 'state' | 'end' | 'renewFrom' | 'known'>

/** What the ledger says, seen at `now` (Unix seconds): the node may answer from a moment before the end. */
export const permissionState = ({ state, end, renewFrom, known }: Of, now: number): PermissionState => {
  if (state === 'withdrawn' || state === 'replaced' || state === 'expired') return state
  if (end <= now) return 'expired'
  if (!known) return 'unknown'
  if (state === 'paused') return 'paused'
  return renewFrom !== null && renewFrom <= now ? 'ends-soon' : 'live'
}

/** What can still be paused, changed or stopped. */
export const isStanding = (state: PermissionState) =>
  state === 'live' || state === 'ends-soon' || state === 'paused' || state === 'unknown'

export const permissionWords: Record<PermissionState, string> = {
  live: 'In force',
  'ends-soon': 'Ends soon',
  paused: 'Paused',
  replaced: 'Replaced by a newer one',
  expired: 'Ended',
  withdrawn: 'You stopped this',
  unknown: 'In unknown terms',
}

export const permissionLook: Record<PermissionState, 'good' | 'attention' | 'bad' | 'plain'> = {
  live: 'good',
  'ends-soon': 'attention',
  paused: 'attention',
  replaced: 'plain',
  expired: 'plain',
  withdrawn: 'plain',
  unknown: 'bad',
}

const order: readonly PermissionState[] = [
  'ends-soon',
  'live',
  'paused',
  'unknown',
  'expired',
  'withdrawn',
  'replaced',
]

/** What asks for something first, then what is in force, then what is over; the newest of each first. */
export const byUrgency =
  (now: number) =>
  (a: Consent, b: Consent): number =>
    order.indexOf(permissionState(a, now)) - order.indexOf(permissionState(b, now)) ||
    b.grantedAt - a.grantedAt
