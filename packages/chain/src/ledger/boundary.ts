/**
 * The moments at which a kill could tell what is on the disk from what the chain knows.
 * - `journalled`: a block's record is synced, nothing of it was sent;
 * - `sent`: its transactions are with the chain, no block is made;
 * - `mined`: the block is made, no one was told;
 * - `dumped`: a snapshot is in memory, not on the disk;
 * - `snapshotted`: it is on the disk, the journal it replaces is still whole.
 */
export type ChainBoundary = 'journalled' | 'sent' | 'mined' | 'dumped' | 'snapshotted'

/** Called at each boundary with the development chain's pid; tests kill something there. */
export type AtBoundary = (boundary: ChainBoundary, anvilPid: number) => void | Promise<void>

export type Log = (event: string, details: Record<string, string | number>) => void
