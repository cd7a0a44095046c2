import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { type Snapshot, type SnapshotHeader, snapshotName } from './snapshot.ts'

export type WriteSnapshotParameters = Omit<SnapshotHeader, 'format' | 'bytes' | 'sha256'> & {
  directory: string
  dump: Buffer
}

export async function writeSnapshot({
  directory,
  dump,
  ...about
}: WriteSnapshotParameters): Promise<Snapshot> {
  const header: SnapshotHeader = {
    format: 1,
    ...about,
    bytes: dump.length,
    sha256: createHash('sha256').update(dump).digest('hex'),
  }
  await writeDurably(join(directory, snapshotName(header.seq)), [`${JSON.stringify(header)}\n`, dump])
  return { header, dump }
}
