import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { readMigrationFiles } from 'drizzle-orm/migrator'
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

  const looked = await PGlite.create({ dataDir: folder })
  expect(rowsOf(await looked.query('select text from terms'))).toEqual([{ text: 'kept' }])
  await looked.close()
})

test('consents of the first version keep their place when roots come in', { timeout: 60_000 }, async () => {
  const folder = join(home, 'first')
  const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
  const [first] = readMigrationFiles({ migrationsFolder })
  if (!first) throw new Error('there is a first version')
  const before = await PGlite.create({ dataDir: folder, loadDataDir: await dataDir() })
  await before.exec(first.sql.join(';'))
  await before.exec(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${first.hash}', ${first.folderMillis});
    insert into chain_events (block, log_index, transaction, at, name, account, args)
      values (7, 3, '0x01', 9, 'ConsentGranted', '0xad', '{"consentId":"0xc0"}');
    insert into chain_consents (id, account, dataset, "inner", terms, purposes, granted_at, "end")
      values ('0xc0', '0xad', '0x07', '0x01', '0x02', 1, 9, 99);`)
  await before.close()
  await writeFile(`${folder}.complete`, '')
  const { executeSql, close } = await openDb({ folder })
  const { rows } = await executeSql('select id, granted_block, granted_log from chain_consents')
  expect(rows).toEqual([{ id: '0xc0', granted_block: 7, granted_log: 3 }])
  await close()
})
