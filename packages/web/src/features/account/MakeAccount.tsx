import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { createAccount, importAccount } from './accountFile.ts'

/** An account, made here or brought along, wherever on the page one turns out to need it. */
export function MakeAccount() {
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
