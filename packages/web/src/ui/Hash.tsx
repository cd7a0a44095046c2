import { useState } from 'react'
import { shortHex } from './words.ts'

/** A long id, short on screen and whole on the clipboard. */
export function Hash({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <button
      type="button"
      className="hash mono"
      title={value}
      aria-label={`Copy ${label}`}
      onClick={() => {
        void navigator.clipboard?.writeText(value).then(() => setCopied(true))
      }}
      onBlur={() => setCopied(false)}
    >
      {copied ? 'copied' : shortHex(value)}
    </button>
  )
}
