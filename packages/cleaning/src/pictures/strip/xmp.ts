import type { Removed, RightsNotice } from '../picture.ts'
import { tidyText } from './exif.ts'

const RIGHTS: readonly [name: string, kind: RightsNotice['kind']][] = [
  ['dc:creator', 'authorship'],
  ['photoshop:Credit', 'authorship'],
  ['tiff:Artist', 'authorship'],
  ['dc:rights', 'copyright'],
  ['xmpRights:UsageTerms', 'copyright'],
  ['xmpRights:WebStatement', 'copyright'],
  ['tiff:Copyright', 'copyright'],
  ['plus:DataMining', 'opt-out'],
]
const NAME = /[<\s]([A-Za-z]\w{0,20}:[\w-]{1,40})(?=[\s=>/])/g
const MOST_CHARACTERS = 256 * 1024
const MOST_NAMES = 40

/**
 * What an XMP packet names, and its rights. No XML parser, so there are no entities to expand: the properties
 * looked for are simple, and all of the packet is removed anyway.
 */
export const readXmp = (
  packet: Uint8Array,
  bytes: number,
): { removed: Removed[]; rights: RightsNotice[] } => {
  const text = new TextDecoder('utf-8').decode(packet.subarray(0, MOST_CHARACTERS))
  const rights: RightsNotice[] = []
  for (const [name, kind] of RIGHTS) {
    const said = propertyOf(text, name)
    if (said === '' || (kind === 'opt-out' && !/DMI-PROHIBITED/.test(said))) continue
    rights.push({ kind, where: `XMP ${name}`, text: said })
  }
  const names = new Set<string>()
  let places = false
  for (const match of text.matchAll(NAME)) {
    const name = match[1] as string
    if (/^(?:rdf|xmlns|x|xml):/.test(name)) continue
    if (/^exif:GPS|^Iptc4xmp(?:Core|Ext):(?:Location|City)|^photoshop:(?:City|State|Country)$/.test(name))
      places = true
    else if (names.size < MOST_NAMES) names.add(name)
  }
  return {
    removed: [
      ...(places ? [{ type: 'gps' as const, what: 'place in XMP', tags: ['XMP'], bytes: 0 }] : []),
      { type: 'metadata', what: 'XMP', tags: [...names], bytes },
    ],
    rights,
  }
}

/** Of a property as an attribute, as an element, or as the first of a list. */
const propertyOf = (text: string, name: string): string => {
  const attribute = text.indexOf(`${name}="`)
  if (attribute >= 0) {
    const from = attribute + name.length + 2
    const end = text.indexOf('"', from)
    return end < 0 ? '' : tidyText(withoutEntities(text.slice(from, end)))
  }
  const open = text.search(new RegExp(`<${name}[\\s>/]`))
  if (open < 0) return ''
  const from = text.indexOf('>', open) + 1
  const end = text.indexOf(`</${name}>`, from)
  if (from === 0 || end < 0) return ''
  return tidyText(withoutEntities(text.slice(from, end).replace(/<[^>]*>/g, ' ')))
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const withoutEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] as string)
