import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router-dom'

type Props = {
  title: string
  intro?: ReactNode
  /** Beside the title, on wide screens. */
  aside?: ReactNode
  children: ReactNode
}

/** A screen with its one heading, which takes the focus when one arrives by a link, as a new page would. */
export function Page({ title, intro, aside, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  const arrivedBy = useNavigationType()

  useEffect(() => {
    document.title = `${title} · Usufruct`
  }, [title])

  // biome-ignore lint/correctness/useExhaustiveDependencies: moving to another path is what moves the focus
  useEffect(() => {
    if (arrivedBy === 'POP') return
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <div className="page width">
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <div className="page-intro">{intro}</div>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  )
}
