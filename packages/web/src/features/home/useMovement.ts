import { useEffect, useRef, useState } from 'react'

/** Long enough to be seen between two polls, short enough not to pile up. */
const shownFor = 2_600

/** Which counters grew a moment ago, so that the picture can show something arriving there. */
export const useMovement = (counts: Record<string, number> | undefined): ReadonlySet<string> => {
  const before = useRef<Record<string, number> | undefined>(undefined)
  const [moving, setMoving] = useState<ReadonlySet<string>>(new Set())

  useEffect(() => {
    if (!counts) return
    const earlier = before.current
    before.current = counts
    if (!earlier) return
    const grown = Object.keys(counts).filter((id) => (counts[id] ?? 0) > (earlier[id] ?? 0))
    if (grown.length === 0) return
    setMoving((current) => new Set([...current, ...grown]))
    const timer = setTimeout(
      () => setMoving((current) => new Set([...current].filter((id) => !grown.includes(id)))),
      shownFor,
    )
    return () => clearTimeout(timer)
  }, [counts])

  return moving
}
