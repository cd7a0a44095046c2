import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { renderRoleTable, roleTablePath } from './roleTable.mjs'

const contracts = fileURLToPath(new URL('../../contracts', import.meta.url))

test('the role table that is compiled is what roles.json says', () => {
  expect(readFileSync(join(contracts, roleTablePath), 'utf8')).toBe(renderRoleTable(contracts))
})
