import { Suspense } from 'react'
import { Link, NavLink, Outlet } from 'react-router-dom'
import { AccountChip } from '../features/account/AccountChip.tsx'
import { RoleStrip } from '../features/roles/RoleStrip.tsx'
import { RoleSwitcher } from '../features/roles/RoleSwitcher.tsx'
import { roleOf, roles } from '../session/roles.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { SkeletonCard } from '../ui/Skeleton.tsx'
import './shell.css'
import { testIds } from './testIds.ts'

type Tab = { to: string; label: string; icon: IconName }

const roleIcons: Record<(typeof roles)[number]['id'], IconName> = {
  member: 'contribute',
  reviewer: 'review',
  licensee: 'license',
  operator: 'swap',
}

const useTabs = (): Tab[] => {
  const { dao, identity } = useSession()
  const tabs: Tab[] = [
    { to: '/', label: 'Home', icon: 'home' },
    { to: '/datasets', label: 'Datasets', icon: 'dataset' },
  ]
  const own = identity?.role ? roleOf(identity.role) : undefined
  const shown = dao.practice ? (own ? [own] : []) : roles.filter(({ id }) => id !== 'operator')
  return [...tabs, ...shown.map(({ id, home, page }) => ({ to: home, label: page, icon: roleIcons[id] }))]
}

export function Shell() {
  const { dao } = useSession()
  const tabs = useTabs()
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      {dao.banner && (
        <div className="practice-banner" role="note" data-testid={testIds.banner}>
          <p className="width">{dao.banner}</p>
        </div>
      )}
      <header className="top">
        <div className="top-row width">
          <Link className="brand" to="/">
            <img src="/mark.svg" alt="" width="30" height="30" />
            {/* A name such as “Co-op” must not break at its hyphen. */}
            <span>{dao.name.replaceAll('-', '\u2011')}</span>
          </Link>
          <nav className="top-nav" aria-label="Main">
            {tabs.map(({ to, label }) => (
              <NavLink key={to} to={to} end={to === '/'}>
                {label}
              </NavLink>
            ))}
          </nav>
          {dao.practice ? <RoleSwitcher /> : <AccountChip />}
        </div>
      </header>
      <RoleStrip />
      <main id="main">
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="bottom width">
        <p>
          Data here is lent, never sold. <Link to="/about">Who answers for it</Link>, its{' '}
          <Link to={`/texts/${dao.charter.hash}`}>charter</Link> and{' '}
          <Link to={`/texts/${dao.agreement.hash}`}>the terms members agree to</Link>.
        </p>
      </footer>
      <nav className="tab-bar" aria-label="Main, at the bottom">
        {tabs.map(({ to, label, icon }) => (
          <NavLink key={to} to={to} end={to === '/'}>
            <Icon name={icon} />
            {label}
          </NavLink>
        ))}
      </nav>
    </>
  )
}

function PageLoading() {
  return (
    <div className="page width stack">
      <SkeletonCard lines={2} />
      <SkeletonCard lines={5} />
    </div>
  )
}
