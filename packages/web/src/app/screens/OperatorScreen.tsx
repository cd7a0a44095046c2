import { Agreements } from '../../features/operator/Agreements.tsx'
import { OperatorDesk } from '../../features/operator/OperatorDesk.tsx'
import { Credit } from '../../features/payout/Credit.tsx'
import { NeedsRole } from '../../features/roles/NeedsRole.tsx'
import { useRolePage } from '../../session/useRolePage.ts'
import { Page } from '../../ui/Page.tsx'

export default function OperatorScreen() {
  const { actor } = useRolePage('operator')
  return (
    <Page
      title="Operator"
      intro={<p>What is under way. Nothing here moves anyone’s money or widens anyone’s permission.</p>}
    >
      <NeedsRole who="operator">
        {actor && (
          <>
            <OperatorDesk actor={actor} />
            <Agreements actor={actor} />
            {actor.account?.address.toLowerCase() === actor.dao.treasury && (
              <Credit actor={actor} title="The treasury’s part" />
            )}
          </>
        )}
      </NeedsRole>
    </Page>
  )
}
