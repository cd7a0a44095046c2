import type { Glance } from './detector.ts'

export const glanceAt = (text: string): Glance => {
  const glance: Glance = { digits: 0, ats: 0, dots: 0, colons: 0, ascii: true }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) glance.digits++
    else if (code === 0x40) glance.ats++
    else if (code === 0x2e) glance.dots++
    else if (code === 0x3a) glance.colons++
    else if (code >= 0x80) {
      glance.ascii = false
      // Full-width and Arabic-Indic digits are dialled too.
      if (
        (code >= 0xff10 && code <= 0xff19) ||
        (code >= 0x660 && code <= 0x669) ||
        (code >= 0x6f0 && code <= 0x6f9)
      ) {
        glance.digits++
      }
    }
  }
  return glance
}
