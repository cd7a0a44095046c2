/** The first line of a snapshot file; the dump follows it. */
export type SnapshotHeader = {
  format: 1
  chainId: number
  /** The last journal record that the dump contains. */
  seq: number
  /** What the chain must report once the dump is loaded. */
  blockNumber: number
  blockHash: `0x${string}`
  /** Timestamp of the newest block. */
  timestamp: number
  bytes: number
  sha256: string
}

export type Snapshot = { header: SnapshotHeader; dump: Buffer }

export function snapshotName(seq: number): string {
  return `snapshot-${String(seq).padStart(12, '0')}.bin`
}
