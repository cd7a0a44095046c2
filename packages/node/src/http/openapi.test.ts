import { api } from '@usufruct/sdk/http/contract'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { mountBlobs } from './blobs.ts'
import { unanswered } from './createServer.ts'
import { mountDocuments } from './documents.ts'
import { openApi } from './openapi.ts'

test('the node answers every route of the contract', () => {
  expect(unanswered()).toEqual([])
})

test('every route of the contract is described', () => {
  const { openapi, paths } = openApi('1.2.3')
  expect(openapi).toBe('3.1.0')
  const described = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation) => (operation as { operationId: string }).operationId),
  )
  expect(described).toEqual(expect.arrayContaining(Object.keys(api)))
  expect(new Set(described).size).toBe(described.length)
})

test('path parameters are written the way OpenAPI writes them', () => {
  expect(Object.keys(openApi('1').paths)).toContain('/api/datasets/{slug}')
  expect(Object.keys(openApi('1').paths).join()).not.toContain(':')
})

test('so is every route of bytes, documents and pieces of uploads, and nothing else', () => {
  const app = new Hono()
  mountDocuments(app, {} as Context, {})
  mountBlobs(app, {} as Context)
  const mounted = app.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  const named = new Set(Object.keys(api))
  const described = Object.entries(openApi('1').paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      named.has((operation as { operationId: string }).operationId) ? [] : `${method.toUpperCase()} ${path}`,
    ),
  )
  expect(described.sort()).toEqual(mounted.sort())
})
