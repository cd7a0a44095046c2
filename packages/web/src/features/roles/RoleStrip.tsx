import { useQuery } from '@tanstack/react-query'
import { displayName } from '../../session/identity.ts'
import { practiceAccountsQuery } from '../../session/queries.ts'
import { roleOf } from '../../session/roles.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import './roles.css'

/** Says on every page, in one line, who is acting. */
export function RoleStrip() {
  const { node, dao, identity } = useSession()
  const accounts = useQuery(practiceAccountsQuery(node, dao.practice))
  if (!identity?.role) return null
  const may = accounts.data?.find((account) => account.name === identity.name)?.may
  return (
    <div className="role-strip" data-role={identity.role}>
      <p className="width">
        You are in <strong>{displayName(identity.name)}</strong>’s shoes, a
        {identity.role === 'operator' ? 'n' : ''} {roleOf(identity.role)?.title.toLowerCase()}.
        {may && <span className="role-strip-may"> {may}.</span>}
      </p>
    </div>
  )
}
