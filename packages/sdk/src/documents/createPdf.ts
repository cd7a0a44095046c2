import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { UsufructError } from '../domain/errors.ts'
import { fitText } from './fitText.ts'
import { decodeFonts, drawableBy, fontFiles } from './fonts.ts'

export type PdfDefinition = {
  content: Content[]
  /** Lines at the foot of every page, beside its number. */
  footer: readonly string[]
  pageSize?: 'A4' | 'LETTER' | undefined
  /** Refuse a document if more than this part of its characters cannot be drawn; 1 (the default) never does. */
  undrawable?: number | undefined
}

export type PdfFrame = {
  title: string
  /** What the document says it was made; Unix time in seconds. Part of its bytes: take the time of what it is about. */
  at: number
  /** BCP 47 */
  language?: string | undefined
}

type Printer = {
  virtualfs: { writeFileSync: (name: string, data: Uint8Array) => void }
  setFonts: (fonts: Record<string, typeof fontFiles>) => void
  setUrlAccessPolicy: (allow: (url: string) => boolean) => void
  /** In Node alone: a page has no files. */
  setLocalAccessPolicy?: (allow: (path: string) => boolean) => void
  createPdf: (definition: TDocumentDefinitions) => { getBuffer: () => Promise<Uint8Array> }
}

/** Two megabytes of program and fonts, which most visitors never need. */
const load = async () => {
  const [pdfmake, fontModule] = await Promise.all([import('pdfmake'), import('pdfmake/build/vfs_fonts.js')])
  const fonts = decodeFonts(fontModule.default)
  const printer = ('default' in pdfmake ? pdfmake.default : pdfmake) as unknown as Printer
  for (const [name, data] of fonts) printer.virtualfs.writeFileSync(name, data)
  printer.setFonts({ Roboto: { ...fontFiles } })
  // A document is made of what it is given, never of what a text in it points to.
  printer.setUrlAccessPolicy(() => false)
  printer.setLocalAccessPolicy?.(() => false)
  return { printer, drawable: drawableBy(fonts) }
}

let loading: ReturnType<typeof load> | undefined

const loaded = async () => {
  loading ??= load()
  try {
    return await loading
  } catch (cause) {
    loading = undefined
    throw new UsufructError({
      code: 'PDF_UNAVAILABLE',
      kind: 'unreachable',
      message: 'The part that makes PDFs could not be loaded.',
      hint: 'Try again, or use the Markdown.',
      cause,
    })
  }
}

const styles: TDocumentDefinitions['styles'] = {
  title: { fontSize: 20, bold: true, margin: [0, 0, 0, 10] },
  heading: { fontSize: 13, bold: true, margin: [0, 14, 0, 5] },
  subheading: { fontSize: 11, bold: true, margin: [0, 9, 0, 4] },
  lead: { fontSize: 11.5, color: '#333333', margin: [0, 0, 0, 8] },
  paragraph: { margin: [0, 0, 0, 6] },
  label: { color: '#555555' },
  fine: { fontSize: 8, color: '#444444' },
  code: { fontSize: 9, background: '#f1f1f1' },
  tableHead: { bold: true },
}

const grey = '#bbbbbb'

/**
 * The one place that makes PDFs, in a browser as in Node. The same definition, title and time give the same bytes on
 * the same machine (compression differs between Node and browsers). Characters that Roboto cannot draw are named by
 * their number, and a line at the end says so.
 *
 * @throws UsufructError `PDF_CHARACTERS` if more than `undrawable` of the characters cannot be drawn,
 * `PDF_UNAVAILABLE` if the program cannot be loaded
 */
export const createPdf = async (
  { content, footer, pageSize = 'A4', undrawable = 1 }: PdfDefinition,
  { title, at, language = 'en' }: PdfFrame,
): Promise<Uint8Array> => {
  const { printer, drawable } = await loaded()
  const { content: fitted, replaced, characters } = fitText(content, drawable)
  if (replaced > characters * undrawable)
    throw new UsufructError({
      code: 'PDF_CHARACTERS',
      message: `The PDF’s font cannot draw ${replaced} of the ${characters} characters of “${title}”.`,
      hint: 'It has Latin, Greek and Cyrillic. Use the Markdown or the HTML, which your device draws itself.',
      details: { replaced, characters },
    })
  const note: Content[] =
    replaced > 0
      ? [
          {
            text: 'Characters that this PDF’s font cannot draw are given by their Unicode number, such as [U+6F22].',
            style: 'fine',
            margin: [0, 12, 0, 0],
          },
        ]
      : []
  const lines = fitText([...footer], drawable).content as Content[]
  const definition: TDocumentDefinitions = {
    content: [...(fitted as Content[]), ...note],
    pageSize,
    pageMargins: [56, 54, 56, 48 + 11 * lines.length],
    defaultStyle: { font: 'Roboto', fontSize: 10.5, lineHeight: 1.25 },
    styles,
    language,
    displayTitle: true,
    version: '1.7',
    info: { title, creator: 'Usufruct', producer: 'Usufruct', creationDate: new Date(at * 1000) },
    // A heading at the foot of a page belongs to the next one.
    pageBreakBefore: (node, pages) =>
      node.headlineLevel !== undefined && pages.getFollowingNodesOnPage().length === 0,
    footer: (page, pages) => ({
      margin: [56, 12, 56, 0],
      stack: [
        { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 483, y2: 0, lineWidth: 0.5, lineColor: grey }] },
        {
          margin: [0, 6, 0, 0],
          columns: [
            { width: '*', stack: lines, fontSize: 7.5, color: '#555555' },
            {
              width: 70,
              text: `Page ${page} of ${pages}`,
              fontSize: 7.5,
              color: '#555555',
              alignment: 'right',
            },
          ],
        },
      ],
    }),
  }
  return new Uint8Array(await printer.createPdf(definition).getBuffer())
}
