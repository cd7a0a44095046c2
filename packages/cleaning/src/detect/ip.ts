import validateIp from 'validator/lib/isIP.js'
import type { Detector, Span } from './detector.ts'

// CommonJS: some bundlers and runtimes give the function, others the module around it.
const isIp = (
  typeof validateIp === 'function' ? validateIp : (validateIp as { default: unknown }).default
) as (text: string, version: 4 | 6) => boolean

const IPV4 = /(?<![\p{L}\p{N}_]|\d[.,-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]|[.,-]\d)/gu
const IPV6 =
  /(?<![\p{L}\p{N}_:.])(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f]*:)(?:[0-9A-Fa-f:]{1,30}:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{2,39})(?![\p{L}\p{N}_:])/gu
/** Without which no address of version 6 is written. */
const TWO_COLONS = /:[0-9a-f]{0,4}:/i
// 1.2.3.4 is an address unless what stands before it says that it is something else.
const VERSION_BEFORE =
  /(?:\bv|\bver|\bversion|\brelease|\brel|\bbuild|\bfirmware|\brev|\brevision|\bsection|\bsec|\bchapter|\bclause|\bfig|\bfigure|\btable|§)[.:#=]?\s*$/i
const VERSION_COLUMN =
  /(?:^|[^a-z])(?:version|ver|release|build|firmware|revision|section|clause)(?:[^a-z]|$)/i

export const ip: Detector = {
  type: 'ip',
  worthALook: ({ dots, colons, digits }) => (dots >= 3 && digits >= 4) || colons >= 2,
  find(text, { column }) {
    const spans: Span[] = []
    const versions = VERSION_COLUMN.test(column.replaceAll('_', ' '))
    for (const match of text.matchAll(IPV4)) {
      const before = text.slice(Math.max(0, match.index - 12), match.index)
      if (versions || VERSION_BEFORE.test(before) || isNobodys(match[0]) || !isIp(match[0], 4)) continue
      spans.push({ start: match.index, end: match.index + match[0].length })
    }
    if (!TWO_COLONS.test(text)) return spans
    for (const match of text.matchAll(IPV6)) {
      // "a::b" is an address by the letter, and C++ by the sight of it.
      const trimmed = match[0].replace(/(?<!:):$/, '')
      if (!/\d/.test(trimmed) || /^[:01]*$/.test(trimmed) || !isIp(trimmed, 6)) continue
      spans.push({ start: match.index, end: match.index + trimmed.length })
    }
    return spans
  },
}

const isNobodys = (address: string): boolean => /^(?:127\.|0\.0\.0\.0$|255\.255\.)/.test(address)
