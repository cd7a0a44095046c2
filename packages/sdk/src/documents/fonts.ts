import { base64 } from '@scure/base'

/** Roboto 3 (© The Roboto Project Authors, SIL Open Font License 1.1), as pdfmake ships it. */
export const fontFiles = {
  normal: 'Roboto-Regular.ttf',
  bold: 'Roboto-Medium.ttf',
  italics: 'Roboto-Italic.ttf',
  bolditalics: 'Roboto-MediumItalic.ttf',
} as const

export type FontData = ReadonlyMap<string, Uint8Array>

export const decodeFonts = (files: Readonly<Record<string, unknown>>): FontData =>
  new Map(
    Object.values(fontFiles).map((name) => {
      const data = files[name]
      if (typeof data !== 'string') throw new Error(`the font ${name} is not in the package`)
      return [name, base64.decode(data)]
    }),
  )

/** First and last code point of each run of characters that a font has a picture of: its `cmap` table, format 4. */
const runsOf = (font: Uint8Array): [number, number][] => {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const tag = (at: number) => String.fromCharCode(...font.subarray(at, at + 4))
  const table = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + 16 * i).find(
    (at) => tag(at) === 'cmap',
  )
  if (table === undefined) throw new Error('the font has no cmap table')
  const cmap = view.getUint32(table + 8)
  const subtable = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) =>
    view.getUint32(cmap + 8 + 8 * i),
  )
    .map((offset) => cmap + offset)
    .find((at) => view.getUint16(at) === 4)
  if (subtable === undefined) throw new Error('the font has no cmap subtable in format 4')
  const doubled = view.getUint16(subtable + 6)
  const ends = subtable + 14
  const starts = ends + doubled + 2
  const runs: [number, number][] = []
  for (let at = 0; at < doubled; at += 2) {
    const end = view.getUint16(ends + at)
    // The last run only closes the table.
    if (end !== 0xffff) runs.push([view.getUint16(starts + at), end])
  }
  return runs
}

/** Says whether every style of the font can draw a character. */
export const drawableBy = (fonts: FontData): ((codePoint: number) => boolean) => {
  const styles = [...fonts.values()].map(runsOf)
  const known = new Map<number, boolean>()
  return (codePoint) => {
    const before = known.get(codePoint)
    if (before !== undefined) return before
    const drawable = styles.every((runs) =>
      runs.some(([first, last]) => codePoint >= first && codePoint <= last),
    )
    known.set(codePoint, drawable)
    return drawable
  }
}
