import { useEffect, useState } from 'react'
import type { PreviewRow } from './cleaningMessages.ts'

const none: PreviewRow[] = []

/** Some rows of what is looked at, read as they are shown. Those before stay until the new ones are there. */
export const useRows = (
  read: (from: number, count: number) => Promise<PreviewRow[]>,
  from: number,
  count: number,
  /** Changes when there is something new to see. */
  seenAs: number,
): readonly PreviewRow[] => {
  const [rows, setRows] = useState<readonly PreviewRow[]>(none)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `seenAs` is what says that the rows changed
  useEffect(() => {
    let current = true
    read(from, count).then(
      (next) => current && setRows(next),
      // A blob that cannot be read any more: sending says so; what was seen stays.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [read, from, count, seenAs])
  return rows
}
