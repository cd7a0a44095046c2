import type { Glance } from './detector.ts'

export const glanceAt = (text: string): Glance => {
  let digits = 0
  let ats = 0
  let dots = 0
  let colons = 0
  let longest = 0
  let begin = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) digits++
    else if (code >= 0x80) {
      if (isOtherDigit(code)) digits++
    } else if (!((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a))) {
      if (i - begin > longest) longest = i - begin
      begin = i + 1
      if (code === 0x40) ats++
      else if (code === 0x2e) dots++
      else if (code === 0x3a) colons++
    }
  }
  return { digits, ats, dots, colons, run: Math.max(longest, text.length - begin) }
}

/** Full-width and Arabic-Indic digits are dialled too. */
const isOtherDigit = (code: number): boolean =>
  (code >= 0xff10 && code <= 0xff19) || (code >= 0x660 && code <= 0x669) || (code >= 0x6f0 && code <= 0x6f9)
