import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type Story, story } from './story.ts'

export const sampleFolder = fileURLToPath(new URL('../../../../samples', import.meta.url))

export type Sample = { story: Story; readMemberFile: (file: string) => Promise<Uint8Array> }

/** @throws UsufructError `SAMPLE_UNREADABLE` */
export const readSample = async (folder: string): Promise<Sample> => {
  const unreadable = (path: string, cause: unknown) =>
    new UsufructError({
      code: 'SAMPLE_UNREADABLE',
      message: `The sample’s ${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'Get the folder `samples` from the repository again, or start with --empty.',
      details: { folder, path },
      cause,
    })
  const read = (path: string) =>
    readFile(join(folder, path)).catch((cause) => {
      throw unreadable(path, cause)
    })
  const bytes = await read('story.json')
  try {
    return {
      story: story.parse(JSON.parse(bytes.toString('utf8'))),
      readMemberFile: async (file) => new Uint8Array(await read(file)),
    }
  } catch (cause) {
    throw unreadable('story.json', cause)
  }
}
