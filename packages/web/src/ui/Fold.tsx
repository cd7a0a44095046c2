import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export function Fold({
  title,
  children,
  testId,
}: {
  title: ReactNode
  children: ReactNode
  testId?: string | undefined
}) {
  return (
    <details className="fold" data-testid={testId}>
      <summary>
        <Icon name="chevron" />
        {title}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  )
}
