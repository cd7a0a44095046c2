import { ContributionPage } from '../../features/contribute/ContributionPage.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Page } from '../../ui/Page.tsx'

export default function ContributionScreen() {
  const { actor } = useRolePage('member')
  if (actor) return <ContributionPage actor={actor} />
  return (
    <Page title="What I lent">
      <NeedsRole who="member">{null}</NeedsRole>
    </Page>
  )
}
