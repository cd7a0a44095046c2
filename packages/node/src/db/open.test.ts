import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb } from './open.ts'
import { rowsOf } from './rowsOf.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct-db-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

test('tables of another version are refused, and left as they are', { timeout: 60_000 }, async () => {
  const folder = join(home, 'db')
  const first = await openDb({ folder })
  await first.close()
  // Opened again by the same version, nothing is made twice.
  const again = await openDb({ folder })
  await again.executeSql(`insert into terms (hash, text) values ('0x01', 'kept')`)
  await again.executeSql(`update drizzle.__drizzle_migrations set hash = 'another version', created_at = 1`)
  await again.close()
  await expect(openDb({ folder })).rejects.toMatchObject({
    code: 'DATABASE_OF_OTHER_VERSION',
    kind: 'conflict',
  })

  const { PGlite } = await import('@electric-sql/pglite')
  const looked = await PGlite.create({ dataDir: folder })
  expect(rowsOf(await looked.query('select text from terms'))).toEqual([{ text: 'kept' }])
  await looked.close()
})
