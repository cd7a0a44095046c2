import { useQuery } from '@tanstack/react-query'
import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { displayName, type Role } from '../../session/identity.ts'
import { practiceAccountsQuery } from '../../session/queries.ts'
import { roleOf, roles } from '../../session/roles.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { startingAccount, usePlay } from '../../session/usePlay.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import './roles.css'

/** On a practice DAO one person plays everyone; this is where they change shoes. */
export function RoleSwitcher() {
  const { identity } = useSession()
  const [open, setOpen] = useState(false)
  const role = identity?.role
  return (
    <>
      <button
        type="button"
        className="role-chip"
        data-role={role ?? 'none'}
        data-testid={testIds.roleSwitcher}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="person" />
        {identity && role ? (
          <span className="role-chip-text" data-testid={testIds.currentIdentity}>
            <span className="visually-hidden">You are </span>
            <strong>{displayName(identity.name)}</strong>
            <span className="role-chip-role">{roleOf(role)?.title}</span>
          </span>
        ) : (
          <span className="role-chip-text">
            <strong>Choose a role</strong>
          </span>
        )}
        <Icon name="down" />
      </button>
      <Dialog title="Whose shoes are you in?" open={open} onClose={() => setOpen(false)}>
        <RoleChoice onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function RoleChoice({ onDone }: { onDone: () => void }) {
  const { node, dao, identity, become } = useSession()
  const accounts = useQuery(practiceAccountsQuery(node, dao.practice))
  const play = usePlay()
  const navigate = useNavigate()

  if (accounts.error) return <ErrorNotice error={accounts.error} retry={() => void accounts.refetch()} />
  if (!accounts.data) return <SkeletonCard lines={4} />

  const choose = (role: Role) => {
    const account = startingAccount(accounts.data, role)
    if (account) play.mutate(account.name)
  }
  const role = identity?.role ?? null
  const info = role ? roleOf(role) : undefined

  return (
    <>
      <p className="soft">
        This is a practice DAO, so you may play everyone in it. Each account has its own key; what you do is
        signed with it and really happens, with test money.
      </p>
      <fieldset className="role-grid">
        <legend className="visually-hidden">Role</legend>
        {roles.map(({ id, title, does }) => (
          <button
            key={id}
            type="button"
            className="role-card"
            data-role={id}
            data-testid={testIds.role(id)}
            aria-pressed={role === id}
            disabled={play.isPending}
            onClick={() => choose(id)}
          >
            <strong>{title}</strong>
            <span>{does}</span>
          </button>
        ))}
      </fieldset>
      <ErrorNotice error={play.error} />
      {identity && role && info && (
        <>
          <AccountSelect
            accounts={accounts.data.filter((account) => account.role === role)}
            current={identity.name}
            disabled={play.isPending}
            onChoose={(name) => play.mutate(name)}
          />
          <div className="dialog-actions">
            <Button
              look="quiet"
              onClick={() => {
                become(null)
                onDone()
              }}
            >
              Just look around
            </Button>
            <Button
              look="primary"
              data-testid={testIds.roleGo}
              busy={play.isPending && 'Changing shoes …'}
              onClick={() => {
                onDone()
                void navigate(info.home)
              }}
            >
              Go to {info.page}
              <Icon name="arrow" />
            </Button>
          </div>
        </>
      )}
    </>
  )
}

type AccountSelectProps = {
  accounts: PracticeAccount[]
  current: string
  disabled: boolean
  onChoose: (name: string) => void
}

function AccountSelect({ accounts, current, disabled, onChoose }: AccountSelectProps) {
  const id = useId()
  const chosen = accounts.find((account) => account.name === current)
  return (
    <div className="field">
      <label htmlFor={id}>Account</label>
      <select
        id={id}
        className="select"
        data-testid={testIds.accountSelect}
        value={current}
        disabled={disabled}
        onChange={(event) => onChoose(event.target.value)}
      >
        {accounts.map((account) => (
          <option key={account.name} value={account.name}>
            {displayName(account.name)}
          </option>
        ))}
      </select>
      {chosen && <p className="field-hint">{chosen.may}.</p>}
    </div>
  )
}
