import { CleaningError } from '../errors.ts'
import type { Note } from '../types.ts'
import type { TextFormat } from './format.ts'
import { parses } from './jsonArray.ts'
import { jsonBatches } from './jsonBatches.ts'
import { readElements } from './jsonElements.ts'
import { readLines } from './jsonl.ts'
import type { JsonColumns, Members } from './jsonRecord.ts'

/** RFC 7946: a collection of features, or one on each line. A row is a feature's properties and its geometry. */
export const geojson: TextFormat = {
  name: 'geojson',
  kind: 'table',
  extensions: ['geojson', 'geojsonl', 'geojsons'],
  typed: true,
  reads: 'text',

  recognise: (head) => (isFeatures(head.text) || areFeatureLines(head.text) ? 0.97 : 0),

  async decode(text, { head, limits }) {
    const columns: JsonColumns = { names: [], index: new Map(), nested: new Map() }
    const features = isFeatures(head.text)
      ? readElements(arrayOf(text, 'features'), limits)
      : readLines(text, limits)
    const notes: Note[] = [
      {
        code: 'coordinates',
        column: 'geometry',
        text: 'The geometry says where things are: where people live can be read from it.',
      },
    ]
    return {
      columns: columns.names,
      notes,
      nested: columns.nested,
      batches: jsonBatches(features, columns, limits, toMembers),
    }
  },
}

export const isFeatures = (text: string): boolean => {
  if (!/^\s*\{/.test(text)) return false
  const collection = /"type"\s*:\s*"FeatureCollection"/
  const [line = ''] = text.trimStart().split('\n', 1)
  // Where the first line is an object by itself, it is lines of them.
  return parses(line)
    ? /^\{[^[{]*"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[/.test(line) && collection.test(line)
    : collection.test(text)
}

const areFeatureLines = (text: string): boolean =>
  text
    .trimStart()
    .split('\n', 3)
    .slice(0, 2)
    .filter((line) => line.trim() !== '')
    .every(
      (line) => /^\s*\{/.test(line) && /"type"\s*:\s*"Feature"/.test(line) && /"geometry"\s*:/.test(line),
    )

const toMembers = (feature: Members): Members | undefined => {
  const of = (name: string) => feature.find(([key]) => key === name)?.[1]
  const properties = of('properties') ?? {}
  const geometry = of('geometry') ?? null
  if (of('type') !== 'Feature' || !isObject(properties)) return undefined
  if (geometry !== null && !isObject(geometry)) return undefined
  const id = of('id')
  const members: Members = Object.entries(properties)
  const free = (name: string): string => (name in properties ? free(`feature_${name}`) : name)
  if (id !== undefined) members.unshift([free('id'), id])
  members.push([free('geometry'), geometry])
  return members
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text of an array that a JSON object holds under a key; what stands around it is only looked over. */
async function* arrayOf(text: AsyncIterable<string>, key: string): AsyncGenerator<string> {
  let depth = 0
  let inString = false
  let escaped = false
  let name = ''
  let isKey = false
  let state = 'before' as 'before' | 'inside' | 'after'
  for await (const piece of text) {
    let from = 0
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i)
      if (inString) {
        if (escaped) escaped = false
        else if (code === 0x5c) escaped = true
        else if (code === 0x22) inString = false
        if (inString && depth === 1 && name.length <= key.length) name += piece[i]
      } else if (code === 0x22) {
        inString = true
        name = ''
      } else if (code === 0x3a && depth === 1) isKey = name === key
      else if (code === 0x5b || code === 0x7b) {
        if (depth === 1 && isKey && code === 0x5b && state === 'before') {
          state = 'inside'
          from = i
        }
        depth++
      } else if (code === 0x5d || code === 0x7d) {
        depth--
        if (depth === 1 && state === 'inside') {
          yield piece.slice(from, i + 1)
          state = 'after'
        }
      } else if (code === 0x2c && depth === 1) isKey = false
    }
    if (state === 'inside') yield piece.slice(from)
  }
  if (state === 'after' && depth === 0) return
  throw new CleaningError(
    'INVALID_JSON',
    state === 'before' ? `The object has no array "${key}".` : 'The object is never closed.',
    'Check that the file was saved completely.',
    { key },
  )
}
