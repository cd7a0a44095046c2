import { api } from '@usufruct/sdk/http/contract'
import { expect, test } from 'vitest'
import { unanswered } from './createServer.ts'
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
  expect(described.sort()).toEqual(Object.keys(api).sort())
})

test('path parameters are written the way OpenAPI writes them', () => {
  expect(Object.keys(openApi('1').paths)).toContain('/api/datasets/{slug}')
  expect(Object.keys(openApi('1').paths).join()).not.toContain(':')
})
