import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { Page } from '../../ui/Page.tsx'
import { createAccount, exportAccount, importAccount } from './accountFile.ts'

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
      {identity ? <Mine /> : <NoneYet />}
    </Page>
  )
}

function NoneYet() {
  const { become } = useSession()
  const nameId = useId()
  const fileId = useId()
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  return (
    <div className="stack stack-l measure">
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          become(createAccount(name.trim()))
        }}
      >
        <h2>Make a new one</h2>
        <div className="field">
          <label htmlFor={nameId}>What to call it, on this device only</label>
          <input
            id={nameId}
            className="input"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div>
          <Button look="primary" type="submit" data-testid={testIds.createAccount}>
            Make my account
          </Button>
        </div>
      </form>
      <div className="card stack">
        <h2>Bring one along</h2>
        <div className="field">
          <label htmlFor={fileId}>The file you saved</label>
          <input
            id={fileId}
            className="input"
            type="file"
            accept=".json,application/json,text/plain"
            data-testid={testIds.importAccount}
            onChange={(event) => {
              void event.target.files?.[0]
                ?.text()
                .then((text) => become(importAccount(text)))
                .catch(setError)
            }}
          />
        </div>
        <ErrorNotice error={error} />
      </div>
    </div>
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
