import { SaxesParser } from 'saxes'
import { damaged } from '../damaged.ts'

export type XmlHandler = {
  /** Names come without their prefix. */
  open(name: string, attributes: Record<string, string>): void
  text(text: string): void
  close(name: string): void
}

const DEPTH = 64
const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * XML as a stream, strictly. Workbooks have no document type, so one with a document type is refused, and with it
 * everything that entities could expand to. Give each piece of bytes to `push`, and nothing at the end.
 */
export const readXml = (part: string, handler: XmlHandler) => {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let depth = 0
  parser.on('error', (error) => {
    throw damaged('xlsx', `${part} is no XML: ${error.message}`, { part })
  })
  parser.on('doctype', () => {
    throw damaged('xlsx', `${part} declares a document type`, { part })
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > DEPTH) throw damaged('xlsx', `${part} is nested too deep`, { part })
    handler.open(localName(name), attributes)
  })
  parser.on('text', (text) => handler.text(text))
  parser.on('cdata', (text) => handler.text(text))
  parser.on('closetag', ({ name }) => {
    depth--
    handler.close(localName(name))
  })
  return {
    push(bytes?: Uint8Array) {
      let text: string
      try {
        text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
      } catch {
        throw damaged('xlsx', `${part} is not UTF-8`, { part })
      }
      if (text !== '') parser.write(text)
      if (!bytes) parser.close()
    },
  }
}
