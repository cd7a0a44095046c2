/** Holds the place of what is on its way, so that nothing jumps when it arrives. */
export function Skeleton({ height = '1rem', width = '100%' }: { height?: string; width?: string }) {
  return <span className="skeleton" style={{ height, width }} aria-hidden="true" />
}

export function SkeletonCard({ lines = 3 }: { lines?: number }) {
  return (
    <div className="card stack" role="status" aria-label="Loading">
      <Skeleton height="1.6rem" width="45%" />
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <Skeleton key={index} width={`${92 - index * 11}%`} />
      ))}
    </div>
  )
}
