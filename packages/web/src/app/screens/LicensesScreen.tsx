import { MyLicenses } from '../../features/license/MyLicenses.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Page } from '../../ui/Page.tsx'

export default function LicensesScreen() {
  const { actor } = useRolePage('licensee')
  return (
    <Page title="My licenses" intro={<p>What you may use, for what, until when.</p>}>
      <NeedsRole who="licensee">
        {actor && <MyLicenses key={actor.account?.address} actor={actor} />}
      </NeedsRole>
    </Page>
  )
}
