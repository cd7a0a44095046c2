import { Link } from 'react-router-dom'
import { useSession } from '../../session/SessionProvider.tsx'
import { buttonClass } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'

export function AccountChip() {
  const { identity } = useSession()
  return (
    <Link className={buttonClass('plain', true)} to="/account">
      <Icon name="person" />
      {identity ? identity.name : 'My account'}
    </Link>
  )
}
