import { sha256Hash } from '@usufruct/sdk/domain/ids'
import { api } from '@usufruct/sdk/http/contract'
import type { Route } from '@usufruct/sdk/http/route'
import { uploadProgress } from '@usufruct/sdk/http/routes/contribute'
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

const failed = {
  description: 'What went wrong and what to do',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

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
    default: failed,
  },
})

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: object }

/** A route that answers with bytes instead of JSON, or takes them: no schema of the contract describes those. */
type RawRoute = {
  method: 'get' | 'patch'
  path: string
  name: string
  summary: string
  type: string
  session?: true
  parameters: Parameter[]
  takesBytes?: true
  responses?: Record<string, object>
}

const pathOf = (definition: Route) => parametersOf(definition.params, 'path')
const bytes = { type: 'string', format: 'binary' }
const blobHash: Parameter = {
  name: 'sha256',
  in: 'path',
  required: true,
  schema: schemaOf(sha256Hash, 'input'),
}

const textFile = (name: string, path: string, type: string, what: string): RawRoute => ({
  method: 'get',
  path,
  name,
  summary: `The text behind a hash ${what}`,
  type,
  parameters: pathOf(api.getText),
})

/** Mounted in documents.ts and blobs.ts; a test holds this list against them. */
const rawRoutes: RawRoute[] = [
  textFile(
    'getTextMarkdown',
    '/api/texts/{hash}/text.md',
    'text/markdown',
    'as it was published, byte for byte',
  ),
  textFile('getTextPage', '/api/texts/{hash}/text.html', 'text/html', 'as a page'),
  textFile('getTextPdf', '/api/texts/{hash}/text.pdf', 'application/pdf', 'as PDF'),
  {
    method: 'get',
    path: '/api/offers/{offer}/stability.pdf',
    name: 'getStabilityPdf',
    summary: `${api.getStability.summary}, as PDF`,
    type: 'application/pdf',
    parameters: [...pathOf(api.getStability), ...parametersOf(api.getStability.query, 'query')],
  },
  {
    method: 'get',
    path: '/api/licenses/{license}/certificate.pdf',
    name: 'getCertificatePdf',
    summary: `${api.getCertificate.summary}, as PDF`,
    type: 'application/pdf',
    parameters: pathOf(api.getCertificate),
  },
  {
    method: 'get',
    path: '/api/me/receipts/{id}/receipt.pdf',
    name: 'getMyReceiptPdf',
    summary: `${api.getMyReceipt.summary}, as PDF`,
    type: 'application/pdf',
    session: true,
    parameters: pathOf(api.getMyReceipt),
  },
  {
    method: 'get',
    path: '/api/blobs/{sha256}',
    name: 'getBlob',
    summary: 'Stored bytes by their SHA-256: ciphertext, manifests and other public texts',
    type: 'application/octet-stream',
    parameters: [
      blobHash,
      {
        name: 'range',
        in: 'header',
        required: false,
        schema: { type: 'string', pattern: '^bytes=\\d+-\\d*$' },
      },
    ],
    responses: {
      '206': {
        description: 'The part that was asked for',
        content: { 'application/octet-stream': { schema: bytes } },
      },
    },
  },
  {
    method: 'patch',
    path: '/api/uploads/{sha256}',
    name: 'uploadPiece',
    summary: 'One piece of a file whose upload was begun',
    type: 'application/json',
    session: true,
    takesBytes: true,
    parameters: [
      blobHash,
      { name: 'upload-offset', in: 'header', required: true, schema: { type: 'integer', minimum: 0 } },
    ],
  },
]

const rawOperationOf = ({
  path,
  name,
  summary,
  type,
  session,
  parameters,
  takesBytes,
  responses,
}: RawRoute) => ({
  operationId: name,
  summary,
  tags: [path.split('/')[2] ?? 'api'],
  ...(session ? { security: [{ session: [] }] } : {}),
  parameters,
  ...(takesBytes
    ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: bytes } } } }
    : {}),
  responses: {
    '200': {
      description: summary,
      content: {
        [type]: { schema: takesBytes ? schemaOf(uploadProgress, 'output') : bytes },
      },
    },
    ...responses,
    default: failed,
  },
})

/** OpenAPI 3.1, printed from the same definitions that the node validates with, and the routes of bytes beside them. */
export const openApi = (version: string) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, definition] of Object.entries(api) as [string, Route][]) {
    const path = definition.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operationOf(name, definition) }
  }
  for (const raw of rawRoutes) paths[raw.path] = { ...paths[raw.path], [raw.method]: rawOperationOf(raw) }
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
