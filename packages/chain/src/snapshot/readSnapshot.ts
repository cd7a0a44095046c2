import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ChainError, reasonOf } from '../chainError.ts'
import type { SnapshotFile } from './listSnapshots.ts'
import type { Snapshot, SnapshotHeader } from './snapshot.ts'

/** Reads a snapshot and checks every byte of it; throws SNAPSHOT_UNUSABLE when it is not the one that was written. */
export async function readSnapshot(file: SnapshotFile, chainId: number): Promise<Snapshot> {
  const bytes = await readFile(file.path)
  const lineEnd = bytes.indexOf(0x0a)
  const header = parseHeader(file, bytes.subarray(0, Math.max(lineEnd, 0)))
  const dump = bytes.subarray(lineEnd + 1)
  if (header.format !== 1) throw unusable(file, `its format is ${header.format}, not 1`)
  if (header.chainId !== chainId) throw unusable(file, `it is of chain ${header.chainId}, not ${chainId}`)
  if (header.seq !== file.seq) throw unusable(file, `it is of record ${header.seq}, not ${file.seq}`)
  if (header.bytes !== dump.length) throw unusable(file, `it has ${dump.length} bytes, not ${header.bytes}`)
  const sha256 = createHash('sha256').update(dump).digest('hex')
  if (header.sha256 !== sha256) throw unusable(file, 'its checksum does not match')
  return { header, dump }
}

function parseHeader(file: SnapshotFile, line: Buffer): SnapshotHeader {
  try {
    const header: unknown = JSON.parse(line.toString())
    if (typeof header === 'object' && header !== null) return header as SnapshotHeader
  } catch (error) {
    throw unusable(file, reasonOf(error))
  }
  throw unusable(file, 'it has no header')
}

function unusable(file: SnapshotFile, reason: string): ChainError {
  return new ChainError('SNAPSHOT_UNUSABLE', `${file.path} cannot be used: ${reason}.`, {
    values: { file: file.path },
    hint: 'An older snapshot and the journal are used instead.',
  })
}
