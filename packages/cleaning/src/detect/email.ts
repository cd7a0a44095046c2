import type { Detector, Span } from './detector.ts'

// Reserved names that are nobody's mailbox are still found: a made-up address is not for us to tell apart.
const LOCAL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[A-Za-z0-9-]{2,59})(?![\p{L}\p{N}])/u

/** Outwards from each @, so the work is bounded by the longest address there can be. */
export const email: Detector = {
  type: 'email',
  worthALook: ({ ats, dots }) => ats > 0 && dots > 0,
  find(text) {
    const spans: Span[] = []
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      const domain = DOMAIN.exec(text.slice(at + 1, at + 256))?.[0]
      if (!domain) continue
      const start = startOfLocal(text, at)
      if (start < at) spans.push({ start, end: at + 1 + domain.length })
    }
    return spans
  },
}

const startOfLocal = (text: string, at: number): number => {
  if (text[at - 1] === '"') {
    const open = text.lastIndexOf('"', at - 2)
    return open >= 0 && at - open <= 66 ? open : at
  }
  let start = at
  while (start > 0 && at - start < 64) {
    const before = text[start - 1] as string
    // Letters beyond the basic plane come as two units; no mailbox uses them.
    if (!LOCAL.test(before)) break
    start--
  }
  // What can stand in a mailbox's name by the letter of the standard, but in text belongs to what is before it.
  while (start < at && /[.'`/=?|{}#!$%^&*]/.test(text[start] as string)) start++
  const cut = Math.max(
    ...['=', '/', '|', '`', '{', '?'].map((sign) => text.slice(start, at).lastIndexOf(sign)),
  )
  return cut >= 0 ? start + cut + 1 : start
}
