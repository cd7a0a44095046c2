import { openMember, type ZipMember } from '../../archive/zip.ts'
import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import type { ByteSource } from '../format.ts'
import { type Shown, shownBy } from './excelDate.ts'
import { readXml, type XmlHandler } from './readXml.ts'

export type Sheet = { name: string; hidden: boolean; part: string }

export type Workbook = {
  sheets: Sheet[]
  /** Texts that cells point to. */
  strings: string[]
  /** What cells of each style show of a moment, if that is what they show. */
  dateStyles: (Shown | undefined)[]
  from1904: boolean
  open(part: string): AsyncGenerator<Uint8Array>
}

/** Everything in a workbook but its cells. */
export const readWorkbook = async (
  source: ByteSource,
  members: readonly ZipMember[],
  limits: Limits,
): Promise<Workbook> => {
  const parts = new Map(members.map((member) => [member.path, member]))
  const open = (part: string) => {
    const member = parts.get(part)
    if (!member) throw damaged('xlsx', `it has no ${part}`, { part })
    if (member.size > limits.bytes)
      throw damaged('xlsx', `${part} unpacks to more than ${limits.bytes} bytes`, { part })
    return openMember(source, member)
  }
  const read = async (part: string, handler: XmlHandler) => {
    const xml = readXml(part, handler)
    for await (const bytes of open(part)) xml.push(bytes)
    xml.push()
  }
  const has = (part: string) => parts.has(part)

  const targets = new Map<string, { target: string; type: string }>()
  await read('xl/_rels/workbook.xml.rels', {
    open(name, { Id, Target, Type }) {
      if (name === 'Relationship' && Id && Target)
        targets.set(Id, { target: partOf(Target), type: Type ?? '' })
    },
    text() {},
    close() {},
  })
  const sheets: Sheet[] = []
  let from1904 = false
  await read('xl/workbook.xml', {
    open(element, attributes) {
      if (element === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (element !== 'sheet') return
      const target = targets.get(attributes['r:id'] ?? idOf(attributes) ?? '')
      // Charts and macros are sheets too.
      if (!target?.type.endsWith('/worksheet')) return
      sheets.push({
        name: attributes.name ?? '',
        hidden: (attributes.state ?? 'visible') !== 'visible',
        part: target.target,
      })
    },
    text() {},
    close() {},
  })
  const strings: string[] = []
  const stringsPart = [...targets.values()].find(({ type }) => type.endsWith('/sharedStrings'))?.target
  if (stringsPart && has(stringsPart)) await read(stringsPart, sharedStrings(strings))
  const dateStyles: (Shown | undefined)[] = []
  const stylesPart = [...targets.values()].find(({ type }) => type.endsWith('/styles'))?.target
  if (stylesPart && has(stylesPart)) await read(stylesPart, styles(dateStyles))
  return { sheets, strings, dateStyles, from1904, open }
}

const partOf = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

const idOf = (attributes: Record<string, string>): string | undefined =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1]

const sharedStrings = (strings: string[]): XmlHandler => {
  let current = ''
  let inText = false
  let phonetic = 0
  return {
    open(name) {
      if (name === 'si') current = ''
      else if (name === 'rPh') phonetic++
      else if (name === 't') inText = phonetic === 0
    },
    text(text) {
      if (inText) current += text
    },
    close(name) {
      if (name === 'si') strings.push(current)
      else if (name === 'rPh') phonetic--
      else if (name === 't') inText = false
    },
  }
}

const styles = (dateStyles: (Shown | undefined)[]): XmlHandler => {
  const formats = new Map<number, string>()
  let inCells = false
  return {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') formats.set(Number(numFmtId), (formatCode ?? '').slice(0, 255))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells)
        dateStyles.push(shownBy(Number(numFmtId ?? 0), formats.get(Number(numFmtId))))
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  }
}
