import { Inflate } from 'fflate'
import { CleaningError } from '../errors.ts'
import { damaged } from '../formats/damaged.ts'
import type { ByteSource } from '../formats/format.ts'
import type { Limits } from '../limits.ts'
import { crc32 } from './crc32.ts'
import { isLitter, memberName } from './memberName.ts'
import { tooManyFiles } from './tar.ts'
import { checkUnpacked } from './unpackLimits.ts'

export type ZipMember = {
  path: string
  size: number
  packed: number
  /** 0 is stored, 8 is deflated. */
  method: number
  crc: number
  /** Of its local header. */
  offset: number
  encrypted: boolean
  isFolder: boolean
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const utf8 = new TextDecoder('utf-8', { fatal: true })

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8))

/**
 * The members of a zip by its central directory, all checked before one is opened: paths, doubles, declared sizes,
 * and that no two share their bytes.
 */
export const listZip = async (source: ByteSource, limits: Limits): Promise<ZipMember[]> => {
  const { offset, size, count } = await findDirectory(source)
  // Folders, and what systems put beside files, are no files to anybody; but they are read.
  if (count > limits.archiveFiles * 4) throw tooManyFiles(limits)
  if (size > limits.recordBytes || offset + size > source.size)
    throw damaged('zip', 'its directory lies outside the file', { offset })
  const bytes = await source.slice(offset, offset + size)
  const members: ZipMember[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || viewOf(bytes).getUint32(at, true) !== 0x02014b50)
      throw damaged('zip', `its directory ends at file ${i + 1} of ${count}`, { offset: offset + at })
    const { member, end } = readMember(bytes, at, offset)
    members.push(member)
    at = end
  }
  const files = members.filter(({ isFolder, path }) => !(isFolder || isLitter(path)))
  if (files.length > limits.archiveFiles) throw tooManyFiles(limits)
  checkMembers(members, offset, limits)
  return members
}

const findDirectory = async (
  source: ByteSource,
): Promise<{ offset: number; size: number; count: number }> => {
  const from = Math.max(0, source.size - 65_557)
  const tail = await source.slice(from, source.size)
  const view = viewOf(tail)
  let at = tail.length - 22
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === tail.length)
  )
    at--
  if (at < 0) throw damaged('zip', 'it ends early: its directory is not there', { offset: source.size })
  const found = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  }
  if (found.count !== 0xffff && found.size !== 0xffffffff && found.offset !== 0xffffffff) return found
  if (at < 20 || view.getUint32(at - 20, true) !== 0x07064b50) return found
  const place = Number(view.getBigUint64(at - 12, true))
  const large = viewOf(await source.slice(place, place + 56))
  if (large.byteLength < 56 || large.getUint32(0, true) !== 0x06064b50)
    throw damaged('zip', 'its large directory is not there', { offset: place })
  return {
    count: Number(large.getBigUint64(32, true)),
    size: Number(large.getBigUint64(40, true)),
    offset: Number(large.getBigUint64(48, true)),
  }
}

const readMember = (bytes: Uint8Array, at: number, base: number): { member: ZipMember; end: number } => {
  const view = viewOf(bytes)
  const flags = view.getUint16(at + 8, true)
  const nameEnd = at + 46 + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const end = extraEnd + view.getUint16(at + 32, true)
  if (end > bytes.length) throw damaged('zip', 'its directory is cut', { offset: base + at })
  const written = nameOf(bytes.subarray(at + 46, nameEnd))
  const mode = view.getUint32(at + 38, true) >>> 16
  if (view.getUint16(at + 4, true) >> 8 === 3 && (mode & 0xf000) === 0xa000)
    throw new CleaningError(
      'UNSAFE_PATH',
      `"${written.slice(0, 100)}" in the archive is a link.`,
      'Make the archive again with the files themselves.',
      { path: written.slice(0, 200) },
    )
  const isFolder = written.endsWith('/')
  const member: ZipMember = {
    path: memberName(isFolder ? written.slice(0, -1) : written),
    size: view.getUint32(at + 24, true),
    packed: view.getUint32(at + 20, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    offset: view.getUint32(at + 42, true),
    encrypted: (flags & 0x2041) !== 0,
    isFolder,
  }
  readLargeSizes(bytes.subarray(nameEnd, extraEnd), member)
  return { member, end }
}

const nameOf = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    // Before UTF-8 it was whatever the machine had; shown, never used to find a file.
    return new TextDecoder('latin1').decode(bytes)
  }
}

const readLargeSizes = (extra: Uint8Array, member: ZipMember) => {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let from = at + 4
    for (const key of ['size', 'packed', 'offset'] as const) {
      if (member[key] !== 0xffffffff) continue
      if (from + 8 > extra.length) throw damaged('zip', `the sizes of "${member.path}" are cut`)
      member[key] = Number(view.getBigUint64(from, true))
      from += 8
    }
  }
}

const checkMembers = (members: readonly ZipMember[], directory: number, limits: Limits) => {
  const seen = new Set<string>()
  let total = 0
  for (const { path, packed, size, isFolder } of members) {
    if (seen.has(path))
      throw new CleaningError(
        'UNSAFE_PATH',
        `The archive has two files called "${path.slice(0, 100)}".`,
        'Which is meant depends on the program: make the archive again.',
        { path },
      )
    seen.add(path)
    if (isFolder) continue
    total += size
    checkUnpacked(`"${path}"`, packed, size, limits)
    checkUnpacked('The archive', limits.unpackedBytes, total, limits)
  }
  let free = 0
  for (const { offset, packed, path } of members.toSorted((a, b) => a.offset - b.offset)) {
    // A bomb unpacks the same bytes again and again.
    if (offset < free || offset + 30 + packed > directory)
      throw damaged('zip', `"${path}" shares its bytes with something else`, { offset })
    free = offset + 30 + packed
  }
}

const PIECE = 16 * 1024

/** A member's bytes, unpacked piece by piece and checked against its size and sum. */
export async function* openMember(source: ByteSource, member: ZipMember): AsyncGenerator<Uint8Array> {
  const { path, method, packed, size, crc, offset } = member
  if (member.encrypted)
    throw new CleaningError(
      'ENCRYPTED_FILE',
      `"${path}" in the archive is encrypted.`,
      'Make the archive without a password.',
      { file: path },
    )
  if (method !== 0 && method !== 8)
    throw damaged('zip', `"${path}" is packed by method ${method}, which is not read here`, { offset })
  const header = await source.slice(offset, offset + 30)
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== 0x04034b50)
    throw damaged('zip', `"${path}" is not where the directory says`, { offset })
  const start = offset + 30 + viewOf(header).getUint16(26, true) + viewOf(header).getUint16(28, true)
  let out: Uint8Array[] = []
  const inflate = new Inflate((chunk) => out.push(chunk))
  let unpacked = 0
  let sum = 0
  for (let at = 0; at < packed || at === 0; at += PIECE) {
    const piece = (await source.slice(start + at, start + Math.min(packed, at + PIECE))).slice()
    if (method === 0) out.push(piece)
    else
      try {
        inflate.push(piece, at + PIECE >= packed)
      } catch (error) {
        throw damaged('zip', `"${path}" cannot be unpacked: ${error instanceof Error ? error.message : ''}`, {
          offset: start + at,
        })
      }
    const chunks = out
    out = []
    for (const chunk of chunks) {
      unpacked += chunk.length
      if (unpacked > size)
        throw damaged('zip', `"${path}" unpacks to more than its ${size} bytes`, { offset })
      sum = crc32(chunk, sum)
      if (chunk.length > 0) yield chunk
    }
  }
  if (unpacked !== size || sum !== crc)
    throw damaged('zip', `"${path}" does not fit its size or sum`, { offset, size: unpacked })
}
