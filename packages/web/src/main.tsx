import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
// First, so that what a screen says about itself comes after what holds for all.
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/surfaces.css'
import { App } from './app/App.tsx'
import { reloadWhenOutdated } from './app/reloadWhenOutdated.ts'

reloadWhenOutdated()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
