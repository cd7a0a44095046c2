import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export type SnapshotFile = { seq: number; path: string }

/** Newest first. What they hold is not looked at. */
export async function listSnapshots(directory: string): Promise<SnapshotFile[]> {
  const files: SnapshotFile[] = []
  for (const name of await readdir(directory)) {
    const match = /^snapshot-(\d{12})\.bin$/.exec(name)
    if (match !== null) files.push({ seq: Number(match[1]), path: join(directory, name) })
  }
  return files.sort((a, b) => b.seq - a.seq)
}
