import type { Right } from './right.ts'

export type Notice = Pick<Right, 'kind' | 'spdx' | 'text'>

/** Texts without one of these words have no notice and begin no license text. */
const WORTH_A_LOOK =
  /licen[cs]e|copyright|©|\(c\)|rights reserved|permission is hereby|creativecommons|public domain|noai|tdm|mining|\btrain/i

export const isWorthALook = (text: string): boolean => text.length > 4 && WORTH_A_LOOK.test(text)

const SHOWN = 160

/**
 * The notices in one text, as people and tools write them: SPDX tags, Creative Commons addresses, names of licenses after
 * "licensed under", copyright lines, and objections to training. Law that is talked about ("copyright law") is none.
 */
export const findNotices = (text: string): Notice[] => {
  if (!isWorthALook(text)) return []
  const found: Notice[] = []
  for (const [match, expression] of text.matchAll(SPDX_TAG))
    found.push({ kind: 'license', spdx: idsOf(expression as string), text: cut(match) })
  for (const [match, code, version] of text.matchAll(CREATIVE_COMMONS))
    found.push({ kind: 'license', spdx: [creativeCommons(code as string, version)], text: cut(match) })
  for (const [match, name] of text.matchAll(LICENSED_UNDER)) {
    const spdx = spdxOf(name as string)
    if (spdx) found.push({ kind: 'license', spdx: [spdx], text: cut(match) })
  }
  for (const [match] of text.matchAll(COPYRIGHT)) found.push({ kind: 'copyright', text: cut(match) })
  for (const [match] of text.matchAll(RESERVED)) found.push({ kind: 'all-rights-reserved', text: cut(match) })
  for (const [match] of text.matchAll(OPT_OUT)) found.push({ kind: 'opt-out', text: cut(match) })
  return found
}

const SPDX_TAG = /SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+\-() ]{2,120})/g

const CREATIVE_COMMONS =
  /creativecommons\.org\/(?:licenses|publicdomain)\/((?:by(?:-nc)?(?:-nd|-sa)?)|zero|mark)\/(\d\.\d)/gi

const LICENSED_UNDER =
  /\b(?:licen[cs]ed|released|distributed|available|published|shared)\s+under\s+(?:the\s+terms\s+of\s+)?(?:an?\s+|the\s+)?([A-Za-z0-9 .,-]{2,60})/gi

// Needs a sign or a year, because prose speaks of copyright too.
const COPYRIGHT =
  /(?:copyright\s*(?:©|\(c\))|©|copyright(?=\s+\d{4}))\s*(?:\d{4}(?:\s*[-–,]\s*\d{2,4}){0,8})?[ ,]{0,3}(?:by\s+)?[^\n;<>]{0,80}/gi

const RESERVED = /\ball rights reserved\b/gi

const OPT_OUT =
  /\bno[ -]?(?:ai|machine[ -]learning)[ -]?(?:training|use|learning)\b|\bnoai\b|\b(?:may|must|shall|can) ?not be used (?:for|to) (?:train|text and data mining|data mining|machine learning|AI)\w*|\btdm[-_ ]?reserv\w+|\breserve[sd]? (?:the |all )?rights? (?:to|of|for) text and data mining|\btext and data mining (?:is |are )?(?:not permitted|prohibited|reserved)/gi

const idsOf = (expression: string): string[] => [
  ...new Set(
    expression
      .split(/[()\s]+/)
      .filter((word) => word !== '' && !/^(?:and|or|with)$/i.test(word))
      .slice(0, 8),
  ),
]

const creativeCommons = (code: string, version: string | undefined): string => {
  const lower = code.toLowerCase()
  if (lower === 'zero') return `CC0-${version}`
  if (lower === 'mark') return `CC-PDM-${version}`
  return `CC-${lower.toUpperCase()}-${version}`
}

/** Only names that mean one license. */
const spdxOf = (name: string): string | undefined => {
  const cc = /^(?:cc|creative commons)[ -](by(?:-nc)?(?:-(?:nd|sa))?)[ -](\d\.\d)/i.exec(name)
  if (cc) return `CC-${(cc[1] as string).toUpperCase()}-${cc[2]}`
  return NAMES.find(([pattern]) => pattern.test(name))?.[1]
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^cc ?0|^cc zero/i, 'CC0-1.0'],
  [/^mit\b/i, 'MIT'],
  [/^apache(?: software)?(?: license)?,?(?: version)?[ -]?2(?:\.0)?\b/i, 'Apache-2.0'],
  [/^(?:bsd[ -]3|3[ -]clause bsd)/i, 'BSD-3-Clause'],
  [/^(?:bsd[ -]2|2[ -]clause bsd)/i, 'BSD-2-Clause'],
  [/^isc\b/i, 'ISC'],
  [/^(?:gnu )?(?:agpl|affero)[\w .-]*?3/i, 'AGPL-3.0'],
  [/^(?:gnu )?(?:lgpl|lesser)[\w .-]*?3/i, 'LGPL-3.0'],
  [/^(?:gnu )?(?:gpl|general public license)[\w .-]*?3/i, 'GPL-3.0'],
  [/^(?:gnu )?(?:gpl|general public license)[\w .-]*?2/i, 'GPL-2.0'],
  [/^(?:mpl|mozilla)[\w .-]*?2/i, 'MPL-2.0'],
  [/^(?:odbl|open database)/i, 'ODbL-1.0'],
  [/^(?:odc[ -]by|open data commons attribution)/i, 'ODC-By-1.0'],
  [/^(?:pddl|public domain dedication and license)/i, 'PDDL-1.0'],
  [/^cdla[ -]permissive[ -]2/i, 'CDLA-Permissive-2.0'],
  [/^unlicense/i, 'Unlicense'],
]

const cut = (text: string): string => {
  const one = text.replace(/\s+/g, ' ').trim()
  return one.length > SHOWN ? `${one.slice(0, SHOWN)}…` : one
}
