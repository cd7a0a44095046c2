import { Credit } from '../../features/payout/Credit.tsx'
import { PastReviews } from '../../features/review/PastReviews.tsx'
import { ReviewDesk } from '../../features/review/ReviewDesk.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Page } from '../../ui/Page.tsx'

export default function ReviewScreen() {
  const { actor } = useRolePage('reviewer')
  return (
    <Page title="Review" intro={<p>Is it what it says it is, and would you rely on it?</p>}>
      <NeedsRole who="reviewer">
        {actor?.account && (
          <>
            <ReviewDesk key={actor.account.address} actor={actor} />
            <Credit actor={actor} title="Your pay for reviewing" />
            <PastReviews reviewer={actor.account.address.toLowerCase()} />
          </>
        )}
      </NeedsRole>
    </Page>
  )
}
