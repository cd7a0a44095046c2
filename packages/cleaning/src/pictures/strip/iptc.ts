import type { Removed, RightsNotice } from '../picture.ts'
import { tidyText } from './exif.ts'

// IPTC IIM 4.2, record 2.
const NAMES: Readonly<Record<number, string>> = {
  5: 'ObjectName',
  25: 'Keywords',
  55: 'DateCreated',
  80: 'By-line',
  90: 'City',
  92: 'Sub-location',
  95: 'Province-State',
  101: 'Country',
  105: 'Headline',
  110: 'Credit',
  115: 'Source',
  116: 'CopyrightNotice',
  120: 'Caption',
  122: 'Writer',
}
const RIGHTS: Readonly<Record<number, RightsNotice['kind']>> = {
  80: 'authorship',
  110: 'authorship',
  116: 'copyright',
}
const PLACES = new Set([90, 92, 95, 101])

/** Photoshop's image resources: the IPTC record among them is read, all of them are removed. */
export const readPhotoshop = (block: Uint8Array): { removed: Removed[]; rights: RightsNotice[] } => {
  const rights: RightsNotice[] = []
  const tags = new Set<string>()
  let places = false
  let at = 0
  // Signature 8BIM, number, a name padded to even, length, data padded to even.
  while (at + 12 <= block.length && block[at] === 0x38 && block[at + 1] === 0x42) {
    const id = ((block[at + 4] as number) << 8) | (block[at + 5] as number)
    const name = (block[at + 6] as number) + 1
    const length = at + 6 + name + (name % 2)
    if (length + 4 > block.length) break
    const size = lengthAt(block, length)
    const data = block.subarray(length + 4, length + 4 + size)
    if (id === 0x0404) readRecord(data)
    else if (id === 0x0409 || id === 0x040c) tags.add('thumbnail')
    at = length + 4 + size + (size % 2)
  }

  function readRecord(data: Uint8Array) {
    for (let i = 0; i + 5 <= data.length && data[i] === 0x1c; ) {
      const number = data[i + 2] as number
      const size = ((data[i + 3] as number) << 8) | (data[i + 4] as number)
      if (data[i + 1] === 2) {
        if (NAMES[number]) tags.add(NAMES[number] as string)
        if (PLACES.has(number)) places = true
        const kind = RIGHTS[number]
        const text = kind ? tidyText(new TextDecoder().decode(data.subarray(i + 5, i + 5 + size))) : ''
        if (kind && text !== '') rights.push({ kind, where: `IPTC ${NAMES[number]}`, text })
      }
      i += 5 + size
    }
  }

  return {
    removed: [
      ...(places ? [{ type: 'gps' as const, what: 'place in IPTC', tags: ['IPTC'], bytes: 0 }] : []),
      { type: 'metadata', what: 'IPTC', tags: [...tags], bytes: block.length },
    ],
    rights,
  }
}

const lengthAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) * 0x1000000 +
  (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))
