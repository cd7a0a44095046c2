import { ErrorNotice } from '../ui/ErrorNotice.tsx'
import { SkeletonCard } from '../ui/Skeleton.tsx'
import './shell.css'

/** Before the page knows which co-op it shows. */
export function Opening() {
  return (
    <main className="page width">
      <SkeletonCard lines={2} />
      <SkeletonCard lines={6} />
    </main>
  )
}

export function Unreachable({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="page width">
      <h1>The co-op does not answer</h1>
      <ErrorNotice error={error} retry={retry} />
      <p className="soft">This page tries again by itself every two seconds.</p>
    </main>
  )
}
