import { Link } from 'react-router-dom'
import { LeaveCard } from '../../features/consent/LeaveCard.tsx'
import { Permissions } from '../../features/consent/Permissions.tsx'
import { Receipts } from '../../features/consent/Receipts.tsx'
import { MyContributions } from '../../features/contribute/MyContributions.tsx'
import { Resume } from '../../features/contribute/Resume.tsx'
import { Earnings } from '../../features/payout/Earnings.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { testIds } from '../testIds.ts'

export default function MyDataScreen() {
  const { actor } = useRolePage('member')
  return (
    <Page
      title="My data"
      intro={<p>What you lent, who looked, what it earned, and how to stop.</p>}
      aside={
        actor && (
          <Link className={buttonClass('primary')} to="/lend" data-testid={testIds.lendMore}>
            Lend data
          </Link>
        )
      }
    >
      <NeedsRole who="member">
        {actor && (
          <>
            <Resume />
            <Earnings actor={actor} />
            <MyContributions actor={actor} />
            <Permissions actor={actor} />
            <LeaveCard actor={actor} />
            <Receipts actor={actor} />
          </>
        )}
      </NeedsRole>
    </Page>
  )
}
