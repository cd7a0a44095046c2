import { z } from 'zod'
import { licenseTerms } from './terms.ts'

/** The terms as a JSON Schema (2020-12), for those who read them without this code. What is optional there has a
 * default here; what a schema cannot say, `contradictionsOf` does. */
export const termsSchema = (): Record<string, unknown> => {
  const { $schema, description, ...rest } = z.toJSONSchema(licenseTerms, {
    target: 'draft-2020-12',
    io: 'input',
  })
  return {
    $schema,
    $id: 'urn:usufruct:schema:license-terms-1',
    title: 'License terms of Usufruct, version 1',
    description,
    ...rest,
  }
}

export const termsSchemaText = (): string => `${JSON.stringify(termsSchema(), null, 2)}\n`
