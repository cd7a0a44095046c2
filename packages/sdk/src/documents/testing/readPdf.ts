import { extractText, getDocumentProxy } from 'unpdf'

/** What a reader's program finds in a PDF, line breaks as spaces; page by page, and without any spaces. */
export const readPdf = async (pdf: Uint8Array) => {
  const { text } = await extractText(await getDocumentProxy(pdf.slice()))
  const pages = text.map((page) => page.replace(/\s+/g, ' '))
  return { pages, all: pages.join(' '), packed: pages.join('').replace(/\s+/g, '') }
}
