import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { Page } from '../../ui/Page.tsx'
import { exportAccount } from './accountFile.ts'
import { MakeAccount } from './MakeAccount.tsx'

/** An account made in this browser, for this co-op alone. Its key never leaves the device but by the owner's hand. */
export default function AccountPage() {
  const { identity, dao } = useSession()
  return (
    <Page
      title="My account"
      intro={
        <p>A key on this device that signs what you allow. Nobody at {dao.name} has it, or can replace it.</p>
      }
    >
      {identity ? <Mine /> : <MakeAccount />}
    </Page>
  )
}

function Mine() {
  const { identity, become } = useSession()
  const [saved, setSaved] = useState(false)
  if (!identity) return null
  const save = () => {
    const url = URL.createObjectURL(new Blob([exportAccount(identity)], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `usufruct-account-${identity.address.slice(2, 8)}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
    setSaved(true)
  }
  return (
    <div className="card stack stack-l measure">
      <div>
        <h2>{identity.name}</h2>
        <p className="small soft">
          <Hash value={identity.address} label="account address" />
        </p>
      </div>
      <Callout tone="attention" title="Keep a copy">
        <p>
          The key is in this browser only. If its data is cleared, or the device is lost, nobody can stop
          sharing or get paid in your name any more, not even you. Whoever has the file can act as you: keep
          it where you keep your papers.
        </p>
      </Callout>
      <div className="row">
        <Button look="primary" data-testid={testIds.exportAccount} onClick={save}>
          {saved ? 'Save it again' : 'Save a copy'}
        </Button>
        <Button look="danger" disabled={!saved} onClick={() => become(null)}>
          Remove from this device
        </Button>
      </div>
      {!saved && <p className="small soft">It can be removed from here after you saved a copy.</p>}
    </div>
  )
}
