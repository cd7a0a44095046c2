import type { ButtonHTMLAttributes, ReactNode } from 'react'

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  small?: boolean
  /** Says what is going on and keeps the button from being pressed twice. */
  busy?: string | false | undefined
  children: ReactNode
}

export const buttonClass = (look: ButtonProps['look'] = 'plain', small = false) =>
  `button button-${look}${small ? ' button-small' : ''}`

export function Button({ look = 'plain', small = false, busy, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={[buttonClass(look, small), className].filter(Boolean).join(' ')}
      disabled={Boolean(busy) || rest.disabled}
      aria-busy={busy ? true : undefined}
    >
      {busy || children}
    </button>
  )
}
