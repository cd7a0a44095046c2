import { CleaningError } from '../errors.ts'
import { damaged } from '../formats/damaged.ts'
import type { Limits } from '../limits.ts'
import { isLitter, memberName } from './memberName.ts'

const BLOCK = 512

/** POSIX, GNU and old tar: by the sum over the first header, since the old one has no signature. */
export const isTar = (head: Uint8Array): boolean =>
  head.length >= BLOCK && head[0] !== 0 && sumIsRight(head.subarray(0, BLOCK))

export type TarMember = { path: string; bytes: Uint8Array }

/** The regular files of a tar in order, each whole in memory while it is the current one. */
export async function* readTar(
  archive: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<TarMember> {
  const take = taker(archive)
  let longName: string | undefined
  let headers = 0
  let files = 0
  let total = 0
  for (let at = 0; ; ) {
    const header = await take(BLOCK)
    if (header.length === 0 && headers > 0) return
    if (header.length < BLOCK) throw damaged('tar', 'it ends inside a header', { offset: at })
    if (header.every((byte) => byte === 0)) return
    if (!sumIsRight(header)) throw damaged('tar', 'a header does not fit its sum', { offset: at })
    const size = number(header, 124, 12, at)
    const type = String.fromCharCode(header[156] as number)
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    // Long names and folders have headers too, and are no files to anybody; but they are read.
    if (++headers > limits.archiveFiles * 4) throw tooManyFiles(limits)
    total += size
    if (size > limits.bytes || total > limits.unpackedBytes)
      throw new CleaningError(
        'UNPACKS_TOO_LARGE',
        `The files in the archive are larger than ${Math.min(limits.bytes, limits.unpackedBytes)} bytes.`,
        'Unpack it and lend the files in it.',
        { offset: at, limit: limits.unpackedBytes },
      )
    const body = await take(Math.ceil(size / BLOCK) * BLOCK)
    if (body.length < size) throw damaged('tar', 'its last file is cut', { offset: at })
    const bytes = body.subarray(0, size)
    if (type === 'L') longName = text(bytes, 0, size)
    else if (type === 'x') longName = paxPath(bytes) ?? longName
    else if (type === 'g') continue
    else {
      const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : ''
      const written = longName ?? (prefix ? `${prefix}/` : '') + text(header, 0, 100)
      longName = undefined
      if (type === '1' || type === '2')
        throw new CleaningError(
          'UNSAFE_PATH',
          `"${written.slice(0, 100)}" in the archive is a link.`,
          'Make the archive again with the files themselves.',
          { path: written.slice(0, 200) },
        )
      const isFile = type === '0' || type === '\0' || type === '7'
      if (!isFile || written.endsWith('/')) continue
      const path = memberName(written.replace(/^\.\//, ''))
      if (!isLitter(path) && ++files > limits.archiveFiles) throw tooManyFiles(limits)
      yield { path, bytes }
    }
  }
}

export const tooManyFiles = (limits: Limits) =>
  new CleaningError(
    'TOO_MANY_FILES',
    `There are more than ${limits.archiveFiles} files in it.`,
    'Put fewer files into one archive.',
    { limit: limits.archiveFiles },
  )

const taker = (archive: AsyncIterable<Uint8Array>) => {
  const chunks = archive[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return async (length: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = []
    let have = 0
    while (have < length) {
      if (rest.length === 0) {
        const next = await chunks.next()
        if (next.done) break
        rest = next.value
        continue
      }
      const part = rest.subarray(0, length - have)
      rest = rest.subarray(part.length)
      parts.push(part)
      have += part.length
    }
    const whole = new Uint8Array(have)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }
}

const text = (bytes: Uint8Array, from: number, length: number): string => {
  const field = bytes.subarray(from, from + length)
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end))
}

const number = (header: Uint8Array, from: number, length: number, offset: number): number => {
  // GNU's binary form, for more than eight GiB, which is more than may be anyway.
  const written = text(header, from, length).trim()
  if ((header[from] as number) >= 0x80 || !/^[0-7]*$/.test(written))
    throw damaged('tar', 'a header has no size', { offset })
  return written === '' ? 0 : Number.parseInt(written, 8)
}

const sumIsRight = (header: Uint8Array): boolean => {
  const written = text(header, 148, 8).trim()
  if (!/^[0-7]{1,7}$/.test(written)) return false
  let sum = 8 * 0x20
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i] as number
  return sum === Number.parseInt(written, 8)
}

// "27 path=some/long/name\n", any number of them.
const paxPath = (bytes: Uint8Array): string | undefined => {
  let path: string | undefined
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = space < 0 ? Number.NaN : Number(text(bytes, at, space - at))
    if (!(length > space - at + 1 && at + length <= bytes.length))
      throw damaged('tar', 'an extended header does not fit its lengths')
    const [key, value] = text(bytes, space + 1, length - (space - at) - 2).split(/=(.*)/s)
    if (key === 'path') path = value
    if (key === 'size' || key?.startsWith('GNU.sparse'))
      throw damaged('tar', `it uses "${key}", which is not read here`)
    at += length
  }
  return path
}
