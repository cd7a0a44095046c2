import { api } from '@usufruct/sdk/http/contract'
import type { Route } from '@usufruct/sdk/http/route'
import { errorBody } from '@usufruct/sdk/http/values'
import { type ZodObject, type ZodType, z } from 'zod'

const schemaOf = (schema: ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  return json
}

const parametersOf = (schema: ZodObject | undefined, place: 'path' | 'query') =>
  Object.entries(schema?.shape ?? {}).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || !(of as ZodType).safeParse(undefined).success,
    schema: schemaOf(of as ZodType, 'input'),
  }))

const operationOf = (name: string, definition: Route) => ({
  operationId: name,
  summary: definition.summary,
  tags: [definition.path.split('/')[2] ?? 'api'],
  ...(definition.auth === 'account' || definition.auth === 'operator' ? { security: [{ session: [] }] } : {}),
  parameters: [...parametersOf(definition.params, 'path'), ...parametersOf(definition.query, 'query')],
  ...(definition.body
    ? {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(definition.body, 'input') } },
        },
      }
    : {}),
  responses: {
    '200': {
      description: definition.summary,
      content: { 'application/json': { schema: schemaOf(definition.response, 'output') } },
    },
    default: {
      description: 'What went wrong and what to do',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  },
})

/** OpenAPI 3.1, printed from the same definitions that the node validates with. */
export const openApi = (version: string) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, definition] of Object.entries(api) as [string, Route][]) {
    const path = definition.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operationOf(name, definition) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Usufruct node', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Error: schemaOf(errorBody, 'output') },
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
    },
  }
}
