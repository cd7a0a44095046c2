import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { type OpenSource, openSource } from '../openSource.ts'
import { toSettings } from '../settings.ts'
import type { CleaningOptions, Source } from '../types.ts'
import { gunzip, isGzip } from './gzip.ts'
import { isLitter } from './memberName.ts'
import { isTar, readTar, tooManyFiles } from './tar.ts'
import { isZip, listZip, openMember, type ZipMember } from './zip.ts'

const HEAD = 1024

/**
 * The files in an archive, each as a source of its own that is named after the archive and its path in there, as
 * "trip.zip/notes/day-1.csv"; a file that is none, as it is. Archives in archives are opened to the depth that the
 * limits say, and all their files are counted together. A member of a tar is to be read before the next is asked for.
 * @throws CleaningError `DAMAGED_FILE`, `UNPACKS_TOO_LARGE`, `TOO_MANY_FILES`, `UNSAFE_PATH`, `NESTED_ARCHIVE`
 */
export async function* expandArchive(source: Source, options: CleaningOptions = {}): AsyncGenerator<Source> {
  const { limits } = toSettings(options)
  let files = 0
  for await (const file of expand(source, limits, options, 0)) {
    if (++files > limits.archiveFiles) throw tooManyFiles(limits)
    yield file
  }
}

/**
 * The one file that there is, out of its archive if it came in one.
 * @throws CleaningError `SEVERAL_FILES`
 */
export const openOnly = async (
  source: Source,
  limits: Limits,
  options: CleaningOptions,
): Promise<OpenSource> => {
  const found: Source[] = []
  for await (const one of expand(source, limits, options, 0)) {
    found.push(one)
    if (found.length > 1) throw severalFiles(found)
  }
  const [only] = found
  if (!only)
    throw new CleaningError(
      'NO_RECORDS',
      'There are no files in the archive.',
      'Lend an archive with a file in it.',
    )
  return openSource(only, limits, options)
}

async function* expand(
  source: Source,
  limits: Limits,
  options: CleaningOptions,
  depth: number,
): AsyncGenerator<Source> {
  const opened = openSource(source, limits, options)
  const head = await opened.head(HEAD).catch((error: unknown) => {
    if (depth > 0 && error instanceof CleaningError) return undefined
    throw error
  })
  if (head === undefined) {
    // One of several that is damaged or encrypted says so when it is read, and hides none of the others.
    yield source
    return
  }
  const kind = isGzip(head) ? 'gzip' : isTar(head) ? 'tar' : isZip(head) ? 'zip' : undefined
  if (kind === undefined) {
    yield await reopenable(source, opened)
    return
  }
  const members =
    kind === 'zip'
      ? await zipMembers(opened, limits).catch((error: unknown) => {
          if (depth > 0 && error instanceof CleaningError && error.code === 'DAMAGED_FILE') return undefined
          throw error
        })
      : undefined
  if (kind === 'zip' && members === undefined) {
    yield await reopenable(source, opened)
    return
  }
  if (depth >= limits.archiveDepth)
    throw new CleaningError(
      'NESTED_ARCHIVE',
      `"${source.name}" is an archive in an archive in an archive.`,
      'Unpack it and lend the files in it.',
      { file: source.name, depth: depth + 1, limit: limits.archiveDepth },
    )
  if (members) {
    const bytes = await opened.bytes('reading')
    for (const member of members)
      if (!isLitter(member.path))
        yield* expand(
          {
            name: `${source.name}/${member.path}`,
            size: member.size,
            bytes: () => openMember(bytes, member),
          },
          limits,
          options,
          depth + 1,
        )
  } else if (kind === 'gzip') {
    const name = source.name.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar')
    const inner: Source = { name, bytes: () => gunzip(source.name, opened.pass('reading'), limits) }
    yield* expand(inner, limits, options, depth + 1)
  } else {
    for await (const { path, bytes } of readTar(opened.pass('reading'), limits))
      if (!isLitter(path))
        yield* expand(
          { name: `${source.name}/${path}`, size: bytes.length, bytes },
          limits,
          options,
          depth + 1,
        )
  }
}

// A stream that comes only once was taken to look into it.
const reopenable = async (source: Source, opened: OpenSource): Promise<Source> =>
  typeof source.bytes === 'function' || source.bytes instanceof Uint8Array
    ? source
    : { name: source.name, bytes: await opened.head(Number.POSITIVE_INFINITY) }

// An office document is a zip that is one file to everybody.
const zipMembers = async (opened: OpenSource, limits: Limits): Promise<ZipMember[] | undefined> => {
  const members = await listZip(await opened.bytes('reading'), limits)
  const paths = new Set(members.map(({ path }) => path))
  if (paths.has('[Content_Types].xml') || paths.has('mimetype')) return undefined
  return members.filter(({ isFolder }) => !isFolder)
}

const severalFiles = (found: readonly Source[]) =>
  new CleaningError(
    'SEVERAL_FILES',
    'There are several files in the archive.',
    'Lend each of them: unpack the archive, or take its files one by one.',
    { files: found.map(({ name }) => name) },
  )
