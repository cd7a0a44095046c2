import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import './found.css'
import { useLoaded } from './useFounding.ts'
import { Wizard } from './Wizard.tsx'

/** Founding a DAO of one's own. Works beside a DAO that is there, and on a home without one. */
export default function FoundPage() {
  const loaded = useLoaded()
  return (
    <Page
      title="Found your own"
      intro={
        <p>
          Six questions, each with what its answers mean. Then the founders read the texts, sign, and it runs.
          No question is a trap: every answer can be changed until the last founder has signed.
        </p>
      }
    >
      {loaded.data ? (
        <Wizard loaded={loaded.data} />
      ) : loaded.error ? (
        <ErrorNotice error={loaded.error} retry={() => void loaded.refetch()} />
      ) : (
        <SkeletonCard lines={8} />
      )}
    </Page>
  )
}
