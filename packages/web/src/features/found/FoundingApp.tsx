import { BrowserRouter } from 'react-router-dom'
import FoundPage from './FoundPage.tsx'

/** The whole app while there is no DAO: nothing else could be shown. */
export default function FoundingApp() {
  return (
    <BrowserRouter>
      <header className="top">
        <div className="top-row width">
          <span className="brand">
            <img src="/mark.svg" alt="" width="30" height="30" />
            <span>Usufruct</span>
          </span>
        </div>
      </header>
      <main id="main">
        <FoundPage />
      </main>
      <footer className="bottom width">
        <p>
          There is no co-op on this machine yet. The legal texts are templates: a lawyer of your country has
          to read them before anyone relies on them.
        </p>
      </footer>
    </BrowserRouter>
  )
}
