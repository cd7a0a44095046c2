import { Link, useLocation } from 'react-router-dom'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'

export default function NotFoundScreen() {
  const { pathname } = useLocation()
  return (
    <Page title="There is no such page">
      <Empty icon="info" title={`Nothing is at ${pathname.slice(0, 80)}`}>
        <p>The address may be mistyped, or from an older version. Nothing of yours is lost.</p>
        <Link className={buttonClass('primary')} to="/">
          Go home
        </Link>
      </Empty>
    </Page>
  )
}
