/**
 * The pools of a DAO as plain rules over exact fractions, and beside them the integers that a contract can
 * keep. The fractions say what everyone is due; the integers must never pay more, and hardly less.
 *
 * In words: what was paid and can be claimed never exceeds what came in. A pool's weight is that of its live
 * positions and of the leaves that have not joined. A frozen id gains nothing from later sales. What is left
 * undistributed is less than a unit for each sale, re-entry and holder.
 */

/** numerator / denominator, denominator > 0. */
export type Fraction = { n: bigint; d: bigint }

export type Leaf = { id: string; weight: bigint }

type Batch = { release: number; leaves: Leaf[]; joined: boolean[]; acc: bigint; exactAcc: Fraction }

type Position = {
  last: bigint
  weight: bigint
  frozen: boolean
  owed: bigint
  exactLast: Fraction
  exactOwed: Fraction
  paid: bigint
}

export type Pool = {
  acc: bigint
  weight: bigint
  carry: bigint
  received: bigint
  /** Divisions that may each leave less than one unit behind. */
  roundings: number
  batches: Batch[]
  positions: Map<string, Position>
  exactAcc: Fraction
  exactCarry: Fraction
}

const unit = 1n << 64n
const zero: Fraction = { n: 0n, d: 1n }

export const createPool = (): Pool => ({
  acc: 0n,
  weight: 0n,
  carry: 0n,
  received: 0n,
  roundings: 0,
  batches: [],
  positions: new Map(),
  exactAcc: zero,
  exactCarry: zero,
})

/** A release becomes current: its leaves count from here on, whenever they join. */
export function activate(pool: Pool, leaves: Leaf[]): void {
  const total = leaves.reduce((sum, leaf) => sum + leaf.weight, 0n)
  pool.batches.push({
    release: pool.batches.length + 1,
    leaves,
    joined: leaves.map(() => false),
    acc: pool.acc,
    exactAcc: pool.exactAcc,
  })
  pool.weight += total
}

/** Returns whether the sale went through: with nobody to pay it does not. */
export function sell(pool: Pool, share: bigint): boolean {
  if (pool.weight === 0n) return false
  pool.received += share
  pool.roundings++
  pool.acc += (share * unit + pool.carry) / pool.weight
  pool.carry = 0n
  const income = add({ n: share, d: 1n }, pool.exactCarry)
  pool.exactAcc = add(pool.exactAcc, scale(income, 1n, pool.weight))
  pool.exactCarry = zero
  return true
}

/** Income that no license was sold for enters as a sale's share does, and is refused as a sale is. */
export const donate = sell

/** Enters a leaf, once; a frozen id's leaf leaves with what it earned, and the rest returns to the others. */
export function join(pool: Pool, batchIndex: number, leafIndex: number): boolean {
  const batch = pool.batches[batchIndex]
  const leaf = batch?.leaves[leafIndex]
  if (!batch || !leaf || batch.joined[leafIndex]) return false
  batch.joined[leafIndex] = true
  const position = positionOf(pool, leaf.id)
  if (!position.frozen) {
    settle(pool, position)
    position.owed += (pool.acc - batch.acc) * leaf.weight
    position.exactOwed = add(
      position.exactOwed,
      scale(subtract(pool.exactAcc, batch.exactAcc), leaf.weight, 1n),
    )
    position.weight += leaf.weight
    return true
  }
  // The later of freeze and batch, for each of the two reckonings by its own clock.
  const wasBatchFirst = position.last > batch.acc
  const frozenAt = wasBatchFirst ? position.last : batch.acc
  const isExactBatchFirst = isLess(batch.exactAcc, position.exactLast)
  const exactFrozenAt = isExactBatchFirst ? position.exactLast : batch.exactAcc
  position.owed += (frozenAt - batch.acc) * leaf.weight
  position.exactOwed = add(
    position.exactOwed,
    scale(subtract(exactFrozenAt, batch.exactAcc), leaf.weight, 1n),
  )
  const income = (pool.acc - frozenAt) * leaf.weight
  const exactIncome = scale(subtract(pool.exactAcc, exactFrozenAt), leaf.weight, 1n)
  pool.weight -= leaf.weight
  if (pool.weight === 0n) {
    pool.carry += income
    pool.exactCarry = add(pool.exactCarry, exactIncome)
  } else {
    pool.roundings++
    pool.acc += income / pool.weight
    pool.exactAcc = add(pool.exactAcc, scale(exactIncome, 1n, pool.weight))
  }
  return true
}

/** For good. Needs no leaf to have joined. */
export function freeze(pool: Pool, id: string): void {
  const position = positionOf(pool, id)
  if (position.frozen) return
  settle(pool, position)
  pool.weight -= position.weight
  position.weight = 0n
  position.frozen = true
}

/** Takes part of a joined leaf's weight out, as when one contribution is retracted. */
export function cut(pool: Pool, batchIndex: number, leafIndex: number, weight: bigint): void {
  join(pool, batchIndex, leafIndex)
  const leaf = pool.batches[batchIndex]?.leaves[leafIndex]
  if (!leaf) return
  const position = positionOf(pool, leaf.id)
  if (position.frozen || weight > leaf.weight) return
  settle(pool, position)
  position.weight -= weight
  pool.weight -= weight
  leaf.weight -= weight
}

/** Pays whole units; a live position keeps the fraction by starting a little earlier. */
export function claim(pool: Pool, id: string): bigint {
  const position = positionOf(pool, id)
  const owed = position.owed + (pool.acc - position.last) * position.weight
  const amount = owed / unit
  if (amount === 0n) return 0n
  position.owed = 0n
  // What a frozen position has left below a unit is lost, and counted.
  if (position.weight === 0n) pool.roundings++
  if (!position.frozen || position.weight > 0n) position.last = pool.acc
  if (position.weight > 0n) {
    const back = (owed % unit) / position.weight
    position.last = back > pool.acc ? 0n : pool.acc - back
    pool.roundings++
  }
  position.paid += amount
  return amount
}

export function claimable(pool: Pool, id: string): bigint {
  const position = positionOf(pool, id)
  return (position.owed + (pool.acc - position.last) * position.weight) / unit
}

/** All that an id was ever due, exactly. */
export function due(pool: Pool, id: string): Fraction {
  const position = positionOf(pool, id)
  return add(position.exactOwed, scale(subtract(pool.exactAcc, position.exactLast), position.weight, 1n))
}

/** All that an id was ever given: paid, and claimable now. */
export const given = (pool: Pool, id: string): bigint => positionOf(pool, id).paid + claimable(pool, id)

export const isLess = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d

export function add(a: Fraction, b: Fraction): Fraction {
  return reduce({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
}

function positionOf(pool: Pool, id: string): Position {
  const known = pool.positions.get(id)
  if (known) return known
  const fresh: Position = {
    last: 0n,
    weight: 0n,
    frozen: false,
    owed: 0n,
    exactLast: zero,
    exactOwed: zero,
    paid: 0n,
  }
  pool.positions.set(id, fresh)
  return fresh
}

function settle(pool: Pool, position: Position): void {
  position.owed += (pool.acc - position.last) * position.weight
  position.last = pool.acc
  position.exactOwed = add(
    position.exactOwed,
    scale(subtract(pool.exactAcc, position.exactLast), position.weight, 1n),
  )
  position.exactLast = pool.exactAcc
}

const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d })

const scale = (a: Fraction, by: bigint, over: bigint): Fraction => reduce({ n: a.n * by, d: a.d * over })

function reduce({ n, d }: Fraction): Fraction {
  let [a, b] = [n < 0n ? -n : n, d]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? zero : { n: n / a, d: d / a }
}
