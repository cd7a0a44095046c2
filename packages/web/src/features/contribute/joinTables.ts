import { firstLineOf } from './firstLine.ts'
import type { Input } from './inputs.ts'

/** Groups of files that could be joined, each at least two. */
export const joinable = (inputs: readonly Input[]): Input[][] => {
  const groups = new Map<string, Input[]>()
  for (const input of inputs) {
    const key = input.looked?.joinKey
    if (!key || input.progress || input.error) continue
    groups.set(key, [...(groups.get(key) ?? []), input])
  }
  return [...groups.values()].filter(({ length }) => length > 1)
}

/** One table of the rows of several with the same header, in order. Nothing is read but their first and last bytes. */
export const joinTables = async (files: readonly File[]): Promise<File> => {
  const parts: (Blob | string)[] = []
  for (const [at, file] of files.entries()) {
    const from = at === 0 ? 0 : ((await firstLineOf(file))?.length ?? 0)
    const [last] = new Uint8Array(await file.slice(-1).arrayBuffer())
    parts.push(file.slice(from), ...(last === 0x0a ? [] : ['\n']))
  }
  return new File(parts, nameOf(files.map(({ name }) => name)), {
    lastModified: Math.max(...files.map(({ lastModified }) => lastModified)),
  })
}

/** “trip.zip/3 files as one.csv” for files that lie in one place. */
const nameOf = (names: readonly string[]): string => {
  const [first = ''] = names
  const folder = first.slice(0, first.lastIndexOf('/') + 1)
  const shared = names.every((name) => name.startsWith(folder)) ? folder : ''
  const extension = /\.[^./]*$/.exec(first)?.[0] ?? ''
  return `${shared}${names.length} files as one${extension}`
}
