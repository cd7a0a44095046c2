import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FoundingTemplate, readTemplates } from '../templates.ts'

const legal = fileURLToPath(new URL('../../../../../legal/', import.meta.url))

/** The texts that come with the software, from the checkout. */
export const legalTemplates = (): FoundingTemplate[] =>
  readTemplates(
    ['charter', 'agreement', 'license'].flatMap((folder) =>
      readdirSync(`${legal}${folder}`)
        .filter((name) => name.endsWith('.md'))
        .map((name) => ({
          path: `legal/${folder}/${name}`,
          text: readFileSync(`${legal}${folder}/${name}`, 'utf8'),
        })),
    ),
  )
