import { LendPage } from '../../features/contribute/LendPage.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Page } from '../../ui/Page.tsx'

export default function LendScreen() {
  const { actor } = useRolePage('member')
  if (actor) return <LendPage />
  return (
    <Page title="Lend data">
      <NeedsRole who="member">{null}</NeedsRole>
    </Page>
  )
}
