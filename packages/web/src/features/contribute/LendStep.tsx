import type { ReactNode } from 'react'

type Props = { number: number; title: string; says?: string; children: ReactNode }

/** One numbered part of the page on which something is lent. */
export function LendStep({ number, title, says, children }: Props) {
  return (
    <section className="lend-step" aria-labelledby={`lend-step-${number}`}>
      <header>
        <span className="lend-number" aria-hidden="true">
          {number}
        </span>
        <div>
          <h2 id={`lend-step-${number}`}>{title}</h2>
          {says && <p className="soft small">{says}</p>}
        </div>
      </header>
      <div className="stack stack-l lend-body">{children}</div>
    </section>
  )
}
