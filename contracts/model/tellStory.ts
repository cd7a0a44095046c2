/**
 * Random stories of a DAO's pools, and what the model says of each moment. The contracts are told the same stories and
 * must say the same, to the last unit. A number makes a story: the same one whenever it is told.
 */
import { activate, claim, claimable, createPool, cut, donate, freeze, join, type Pool, sell } from './pool.ts'

export const offers = 4
const releases = 10
const members = 5
/** How long a release takes from its assertion to its activation, in seconds. */
export const challengeWindow = 3600
const never = 3650 * 86_400

/** What happens, and in which pools (0 to 3) it can be seen. */
type Act = { kind: Kind; at: number; pools: number[]; [detail: string]: unknown }
/** The model's integers after an act, for each pool that it was seen in and each id in it. */
type Seen = {
  acc: string[]
  weight: string[]
  carries: number[]
  claimable: string[]
  last: string[]
  paid: string[]
}
export type Line = Act & Seen

const kinds = [
  ...['sell', 'sell', 'sell', 'sell', 'donate', 'join', 'join', 'join', 'joinAll', 'claim', 'claim', 'claim'],
  ...['withdraw', 'pause', 'expire', 'expire', 'grant', 'grant', 'cut', 'cut', 'exodus'],
] as const
type Kind = (typeof kinds)[number] | 'release'

type Id = { member: number; end: number; anchored: boolean; stopped: boolean }
type Enrolled = { id: number; parts: bigint[]; isCut: boolean[] }
type World = { now: number; pools: Pool[]; ids: Id[]; enrolled: Enrolled[][][] }
type Random = (below: number) => number

const all = Array.from({ length: offers }, (_, o) => o)

export function tellStory(seed: number): Line[] {
  const random = createRandom(seed)
  const world: World = { now: 0, pools: all.map(createPool), ids: [], enrolled: all.map(() => []) }
  const lines: Line[] = []
  const tell = (act: Act | undefined) => act && lines.push({ ...act, ...see(world, act.pools) })
  for (let m = 0; m < members; m++) tell(grant(world, random, m))
  for (let r = 0; r < releases; r++) {
    for (const o of all) tell(release(world, random, o))
    for (let s = 0; s < 16; s++) tell(act(world, random, kinds[random(kinds.length)] as Kind))
  }
  for (const o of all) tell(joinAll(world, o))
  for (const o of all) for (const i of world.ids.keys()) tell(pay(world, o, i))
  return lines
}

function act(world: World, random: Random, kind: Kind): Act | undefined {
  world.now += random(86_400)
  const o = random(offers)
  const pool = world.pools[o] as Pool
  const i = random(world.ids.length)
  const id = world.ids[i] as Id
  const enrolled = world.enrolled[o] as Enrolled[][]
  const b = random(enrolled.length)
  const leaves = enrolled[b] as Enrolled[]
  const l = random(Math.max(1, leaves.length))
  const base = { kind, at: world.now, pools: [o] }
  switch (kind) {
    case 'sell':
    case 'donate': {
      const amount = amountOf(random)
      const done = kind === 'sell' ? sell(pool, amount) : donate(pool, amount)
      return { ...base, amount: hex(amount), refused: done ? 0 : 1 }
    }
    case 'join':
      return join(pool, b, l) ? { ...base, batch: b, leaf: l } : undefined
    case 'joinAll':
      return joinAll(world, o)
    case 'claim':
      return pay(world, o, i)
    case 'withdraw':
    case 'pause':
      if (id.stopped) return undefined
      stop(world, i)
      return { ...base, pools: all, ids: [i] }
    case 'exodus': {
      if (random(3) !== 0) return undefined
      const ids = world.ids.flatMap(({ stopped }, each) => (stopped ? [] : [each]))
      for (const each of ids) stop(world, each)
      return { ...base, kind: 'withdraw', pools: all, ids }
    }
    case 'expire':
      // An end that passes freezes nothing by itself: somebody does it, for one offer.
      if (id.end === never || id.stopped) return undefined
      world.now = Math.max(world.now, id.end)
      freeze(pool, String(i))
      return { ...base, at: world.now, id: i }
    case 'grant':
      return grant(world, random, random(members))
    case 'cut': {
      const leaf = leaves[l]
      const p = leaf ? leaf.isCut.indexOf(false) : -1
      if (!leaf || p < 0) return undefined
      leaf.isCut[p] = true
      cut(pool, b, l, leaf.parts[p] as bigint)
      return { ...base, batch: b, leaf: l, part: p }
    }
    default:
      return undefined
  }
}

function grant(world: World, random: Random, member: number): Act {
  const end = random(2) === 0 ? never : world.now + 1 + random(20 * 86_400)
  const anchored = random(3) === 0
  world.ids.push({ member, end, anchored, stopped: false })
  return { kind: 'grant', at: world.now, pools: [], member, end, anchored: anchored ? 1 : 0 }
}

/** Everybody's newest consent, if it lives or somebody was slow to notice that it does not. */
function release(world: World, random: Random, o: number): Act {
  const newest = new Map(world.ids.map(({ member }, i) => [member, i]))
  const leaves: Enrolled[] = []
  for (const i of newest.values()) {
    const { stopped, end } = world.ids[i] as Id
    const isDead = stopped || end <= world.now
    if (random(8) < (isDead ? 7 : 2)) continue
    const scale = [1, 65_536, 2 ** 40][random(3)] as number
    const parts = Array.from({ length: 1 + random(3) }, () => BigInt(1 + random(scale)))
    leaves.push({ id: i, parts, isCut: parts.map(() => false) })
  }
  const at = world.now
  world.now += challengeWindow
  ;(world.enrolled[o] as Enrolled[][]).push(leaves)
  activate(
    world.pools[o] as Pool,
    leaves.map(({ id, parts }) => ({ id: String(id), weight: parts.reduce((sum, part) => sum + part) })),
  )
  const weights = leaves.flatMap(({ parts }) => parts.map(hex))
  return {
    ...{ kind: 'release', at, pools: [o], ids: leaves.map(({ id }) => id) },
    ...{ counts: leaves.map(({ parts }) => parts.length), weights },
  }
}

function joinAll(world: World, o: number): Act {
  const pool = world.pools[o] as Pool
  const joined = pool.batches.flatMap((batch, b) =>
    batch.leaves.flatMap((_, l) => (join(pool, b, l) ? [{ b, l }] : [])),
  )
  return {
    ...{ kind: 'joinAll', at: world.now, pools: [o] },
    ...{ batches: joined.map(({ b }) => b), leaves: joined.map(({ l }) => l) },
  }
}

const pay = (world: World, o: number, i: number): Act => {
  const amount = claim(world.pools[o] as Pool, String(i))
  return { kind: 'claim', at: world.now, pools: [o], id: i, amount: hex(amount) }
}

function stop(world: World, i: number): void {
  const id = world.ids[i] as Id
  id.stopped = true
  for (const pool of world.pools) freeze(pool, String(i))
}

function see(world: World, seen: number[]): Seen {
  const pools = seen.map((o) => world.pools[o] as Pool)
  const each = (of: (pool: Pool, id: string) => bigint) =>
    pools.flatMap((pool) => world.ids.map((_, i) => hex(of(pool, String(i)))))
  return {
    acc: pools.map(({ acc }) => hex(acc)),
    weight: pools.map(({ weight }) => hex(weight)),
    carries: pools.map(({ carry }) => (carry > 0n ? 1 : 0)),
    claimable: each(claimable),
    last: each((pool, id) => pool.positions.get(id)?.last ?? 0n),
    paid: each((pool, id) => pool.positions.get(id)?.paid ?? 0n),
  }
}

/** From single units to what a rich buyer could pay, so that both dust and large numbers occur. */
function amountOf(random: Random): bigint {
  const digits = [1, 2, 6, 9, 12, 18, 24][random(7)] as number
  let amount = 0n
  for (let d = 0; d < digits; d++) amount = amount * 10n + BigInt(random(10))
  return amount
}

/** mulberry32: small, and the same everywhere. */
function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const hex = (n: bigint): string => `0x${n.toString(16)}`
