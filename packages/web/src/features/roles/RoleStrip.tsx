import { displayName } from '../../session/identity.ts'
import { roleOf } from '../../session/roles.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import './roles.css'

/** Says on every page, in one line, who is acting. */
export function RoleStrip() {
  const { identity } = useSession()
  if (!identity?.role) return null
  const role = roleOf(identity.role)
  return (
    <div className="role-strip" data-role={identity.role}>
      <p className="width">
        You are in <strong>{displayName(identity.name)}</strong>’s shoes:{' '}
        {identity.role === 'operator' ? 'an' : 'a'} {role?.title.toLowerCase()}, who {role?.does}.
      </p>
    </div>
  )
}
