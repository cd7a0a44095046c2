import { expandArchive } from '@usufruct/cleaning/archive/expandArchive'
import { CleaningError } from '@usufruct/cleaning/errors'
import { DEFAULT_LIMITS } from '@usufruct/cleaning/limits'
import type { CleaningOptions, Source } from '@usufruct/cleaning/types'
import { mostFiles } from './gatherDropped.ts'
import { sourceOf } from './sourceOf.ts'

/** A file out of an archive, or why it could not be taken out. */
export type Unpacked = { name: string } & ({ file: File } | { error: unknown })

/** Bytes that are in memory before the browser may put them on disk. */
const piece = 4 * 1024 * 1024

/**
 * The files in an archive of several, each named after the archive and its path in there; null for what is no archive,
 * and for an archive of one file, which is read as that file. One that is damaged does not keep the others.
 * @throws CleaningError of the archive as a whole
 */
export const unpack = async (file: File, options: CleaningOptions): Promise<Unpacked[] | null> => {
  const source = sourceOf(file)
  const bounded = { ...options, limits: { ...options.limits, archiveFiles: mostFiles } }
  const members: Unpacked[] = []
  let size = 0
  for await (const member of expandArchive(source, bounded)) {
    if (member === source) return null
    // Of a tar the next cannot be asked for before this one is read.
    const taken = await take(member, file.lastModified, options.signal)
    members.push(taken)
    size += 'file' in taken ? taken.file.size : 0
    // Each archive in it keeps to this by itself; together they have to as well.
    if (size > DEFAULT_LIMITS.unpackedBytes) throw unpacksTooLarge(file.name)
    await options.pause?.()
  }
  return members.length > 1 ? members : null
}

const unpacksTooLarge = (name: string) =>
  new CleaningError(
    'UNPACKS_TOO_LARGE',
    `“${name}” holds more than ${DEFAULT_LIMITS.unpackedBytes / 2 ** 20} MiB, unpacked.`,
    'Lend its files in several archives, or one by one.',
    { limit: DEFAULT_LIMITS.unpackedBytes },
  )

const take = async (
  member: Source,
  lastModified: number,
  signal: AbortSignal | undefined,
): Promise<Unpacked> => {
  const { name } = member
  try {
    return { name, file: new File(await piecesOf(member), name, { lastModified }) }
  } catch (error) {
    signal?.throwIfAborted()
    return { name, error }
  }
}

const piecesOf = async ({ bytes }: Source): Promise<Blob[]> => {
  if (bytes instanceof Uint8Array) return [new Blob([bytes as Uint8Array<ArrayBuffer>])]
  const pieces: Blob[] = []
  let held: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const put = () => {
    pieces.push(new Blob(held))
    held = []
    size = 0
  }
  for await (const chunk of typeof bytes === 'function' ? bytes() : bytes) {
    held.push(chunk as Uint8Array<ArrayBuffer>)
    size += chunk.length
    if (size >= piece) put()
  }
  if (size > 0) put()
  return pieces
}
