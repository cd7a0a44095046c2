import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type Story, story } from './story.ts'

export const sampleFolder = fileURLToPath(new URL('../../../../samples', import.meta.url))

export type Sample = { story: Story; pathOf: (file: string) => string }

/** @throws UsufructError `SAMPLE_UNREADABLE` */
export const readSample = async (folder: string): Promise<Sample> => {
  try {
    return {
      story: story.parse(JSON.parse(await readFile(join(folder, 'story.json'), 'utf8'))),
      pathOf: (file) => join(folder, file),
    }
  } catch (cause) {
    throw new UsufructError({
      code: 'SAMPLE_UNREADABLE',
      message: `The sample’s story.json cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'Get the folder `samples` from the repository again, or start with --empty.',
      details: { folder },
      cause,
    })
  }
}
