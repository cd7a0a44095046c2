import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type FoundingTemplate, readTemplates } from '@usufruct/sdk/founding/templates'
import { decodeText } from '@usufruct/sdk/texts/decodeText'

const legal = new URL('../../../../legal/', import.meta.url)

const folders = ['charter', 'agreement', 'license']

const missing = (cause: unknown) =>
  new UsufructError({
    code: 'TEMPLATE_MISSING',
    kind: 'notFound',
    message: `The legal texts cannot be read from ${fileURLToPath(legal)}.`,
    hint: 'Get the folder `legal` from the repository again.',
    cause,
  })

/** The legal texts that come with the software. @throws UsufructError `TEMPLATE_MISSING`, `TEXT_INVALID` */
export const legalTemplates = async (): Promise<FoundingTemplate[]> => {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(new URL(`${folder}/`, legal)).catch((cause: unknown) => {
        throw missing(cause)
      })
      return Promise.all(
        names
          .filter((name) => name.endsWith('.md'))
          .sort()
          .map(async (name) => ({
            path: `legal/${folder}/${name}`,
            text: decodeText(await readFile(new URL(`${folder}/${name}`, legal))),
          })),
      )
    }),
  )
  return readTemplates(files.flat())
}
