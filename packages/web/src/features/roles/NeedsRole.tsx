import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Link } from 'react-router-dom'
import type { Role } from '../../session/identity.ts'
import { practiceAccountsQuery } from '../../session/queries.ts'
import { roleOf } from '../../session/roles.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { startingAccount, usePlay } from '../../session/usePlay.ts'
import { useRolePage } from '../../session/useRolePage.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'

/** Shows a page to whoever plays its role, and to everyone else how to become one. */
export function NeedsRole({
  who: role,
  title,
  children,
}: {
  who: Role
  /** What it is needed for, where only a part of a page needs it. */
  title?: string
  children: ReactNode
}) {
  const { dao, node, identity, become } = useSession()
  const { actor, fits, signInError, retrySignIn } = useRolePage(role)
  const accounts = useQuery(practiceAccountsQuery(node, dao.practice))
  const play = usePlay()

  const stranger =
    identity?.kind === 'practice' &&
    accounts.data !== undefined &&
    !accounts.data.some(({ address }) => address === identity.address.toLowerCase())
  useEffect(() => {
    // The sample was erased and founded anew: the key in this tab is nobody's any more.
    if (stranger) become(null)
  }, [stranger, become])

  if (fits && signInError) return <ErrorNotice error={signInError} retry={retrySignIn} />
  if (fits) return actor ? children : <SkeletonCard lines={4} />

  const info = roleOf(role)
  if (!dao.practice)
    return (
      <Empty icon="person" title="You need an account for this">
        <p>It is made in your browser, for this co-op alone. Nobody else gets its key.</p>
        <Link className={buttonClass('primary')} to="/account">
          Make or import an account
        </Link>
      </Empty>
    )
  const account = accounts.data && startingAccount(accounts.data, role)
  return (
    <Empty icon="person" title={title ?? `This page belongs to the ${info?.title.toLowerCase()}`}>
      <p>
        {info?.title}: {info?.does}. On this practice DAO you may step into anyone’s shoes.
      </p>
      <ErrorNotice error={play.error ?? accounts.error} />
      <Button
        look="primary"
        disabled={!account}
        busy={play.isPending && 'Changing shoes …'}
        data-testid={`become-${role}`}
        onClick={() => account && play.mutate(account.name)}
      >
        Be the {info?.title.toLowerCase()}
      </Button>
    </Empty>
  )
}
