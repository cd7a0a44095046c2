import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

type Props = {
  tone?: 'plain' | 'good' | 'attention' | 'bad'
  icon?: IconName
  title?: ReactNode
  children?: ReactNode
  /** Read out by a screen reader when it appears. */
  announce?: boolean
  testId?: string
}

const toneIcons: Record<NonNullable<Props['tone']>, IconName> = {
  plain: 'info',
  good: 'check',
  attention: 'alert',
  bad: 'alert',
}

export function Callout({ tone = 'plain', icon, title, children, announce = false, testId }: Props) {
  return (
    <div
      className={`callout callout-${tone}`}
      role={announce ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      data-testid={testId}
    >
      <Icon name={icon ?? toneIcons[tone]} />
      <div>
        {title && <p className="callout-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
