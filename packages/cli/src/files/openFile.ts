import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expandArchive } from '@usufruct/cleaning/archive/expandArchive'
import { fileSource } from '@usufruct/cleaning/node/fileSource'
import type { CleaningOptions, Source } from '@usufruct/cleaning/types'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'
import type { Cli } from '../cli.ts'

/** More than this in one folder is a data set of its own. */
const mostFiles = 1_000

/**
 * What a path stands for, file by file: a file, what is in an archive, all files of a folder and below, or standard
 * input for `-`. None is in memory as a whole unless its archive leaves no other way.
 * @throws UsufructError `FILE_NOT_FOUND`, `FOLDER_EMPTY`, `TOO_MANY_FILES`; CleaningError of an archive
 */
export async function* openFiles(
  path: string,
  cli: Cli,
  options: CleaningOptions = {},
): AsyncGenerator<Source> {
  if (path === '-') yield* expandArchive({ name: 'standard input', bytes: cli.io.stdin() })
  else if ((await infoOf(path)).isDirectory()) {
    const files = await filesIn(path)
    if (files.length === 0)
      throw new UsufructError({
        code: 'FOLDER_EMPTY',
        message: `There are no files in ${path}.`,
        hint: 'Name a folder with data in it.',
        details: { path },
      })
    for (const file of files) yield* expandArchive(await openFile(join(path, file), file), options)
  } else yield* expandArchive(await openFile(path), options)
}

const infoOf = async (path: string) => {
  try {
    return await stat(path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw asDiskError(error, path)
    throw new UsufructError({
      code: 'FILE_NOT_FOUND',
      kind: 'notFound',
      message: `There is no file ${path}.`,
      hint: 'Check the path.',
      details: { path },
    })
  }
}

/** Paths below a folder, in order; hidden files and links are left out. */
const filesIn = async (folder: string, below = ''): Promise<string[]> => {
  const found: string[] = []
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    throw asDiskError(error, join(folder, below))
  })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(below, entry.name)
    if (entry.isFile()) found.push(path)
    else if (entry.isDirectory()) found.push(...(await filesIn(folder, path)))
    if (found.length > mostFiles)
      throw new UsufructError({
        code: 'TOO_MANY_FILES',
        kind: 'limit',
        message: `There are more than ${mostFiles} files in ${folder}.`,
        hint: 'Name the folders in it one by one.',
        details: { folder, limit: mostFiles },
      })
  }
  return found
}

const openFile = async (path: string, name = basename(path)): Promise<Source> => {
  const info = await infoOf(path)
  if (info.isFile()) {
    const { bytes: _, ...source } = await fileSource(path, name)
    return { ...source, path, bytes: () => readable(path) }
  }
  // A pipe or a device comes once and has no size of its own.
  return { name, bytes: readable(path) }
}

async function* readable(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (error) {
    throw asDiskError(error, path)
  }
}
