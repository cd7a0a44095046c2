import { useRouteError } from 'react-router-dom'
import { buttonClass } from '../ui/Button.tsx'
import { ErrorNotice } from '../ui/ErrorNotice.tsx'

/** The last net: something in the page itself broke. A fresh load is the way out, so this is a link and not a route. */
export function BrokenPage() {
  const error = useRouteError()
  return (
    <div className="page width">
      <h1>This page broke</h1>
      <ErrorNotice error={error} />
      <p>
        <a className={buttonClass('primary')} href="/">
          Load the home page anew
        </a>
      </p>
    </div>
  )
}
