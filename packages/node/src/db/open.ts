import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import pg from 'pg'
import { rowsOf } from './rowsOf.ts'
import * as schema from './schema.ts'

export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

export type OpenDb = {
  db: Db
  /** Plain SQL for pg-boss, which brings its own statements; several statements when there are no values. */
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
  close: () => Promise<void>
}

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Tables that another version made are neither altered nor guessed at. @throws UsufructError `DATABASE_OF_OTHER_VERSION` */
const requireOwnTables = async (db: Db): Promise<void> => {
  const [made] = rowsOf<{ name: string | null }>(
    await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`),
  )
  if (!made?.name) return
  const applied = rowsOf<{ hash: string }>(
    await db.execute(sql`select hash from drizzle.__drizzle_migrations`),
  )
  const known = new Set(readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash))
  if (applied.every(({ hash }) => known.has(hash))) return
  throw new UsufructError({
    code: 'DATABASE_OF_OTHER_VERSION',
    kind: 'conflict',
    message: 'The tables in the database were made by another version of Usufruct.',
    hint: 'It only runs with that version. Found anew: with another --home, and an empty database where DATABASE_URL names one. Nothing was changed.',
  })
}

const openPostgres = async (url: string): Promise<OpenDb> => {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const db = drizzlePostgres(pool, { schema })
  try {
    await requireOwnTables(db)
    await migratePostgres(db, { migrationsFolder })
  } catch (cause) {
    await pool.end()
    if (cause instanceof UsufructError) throw cause
    throw new UsufructError({
      code: 'DATABASE_UNREACHABLE',
      kind: 'unreachable',
      message: 'The database at DATABASE_URL cannot be used.',
      hint: 'Check that Postgres runs there and that the user may create tables.',
      cause,
    })
  }
  return {
    db,
    executeSql: async (text, values) => pool.query(text, values),
    close: () => pool.end(),
  }
}

/** Says that the folder was once complete. One that a killed first start left half-made holds nothing that was
 * acknowledged, and is made anew. */
const markOf = (folder: string) => `${folder}.complete`

const createPglite = async (folder: string): Promise<PGlite> => {
  await mkdir(dirname(folder), { recursive: true })
  if (existsSync(markOf(folder))) return PGlite.create({ dataDir: folder })
  await rm(folder, { recursive: true, force: true })
  // Unpacking an empty database takes a third of the time of setting one up.
  return PGlite.create({ dataDir: folder, loadDataDir: await dataDir() })
}

const openPglite = async (folder: string): Promise<OpenDb> => {
  let client: PGlite
  try {
    client = await createPglite(folder)
  } catch (cause) {
    throw new UsufructError({
      code: 'DATABASE_BROKEN',
      kind: 'internal',
      message: `The database in ${folder} does not open.`,
      hint: 'Is the disk full? Otherwise restore a backup, or start with another --home.',
      details: { folder },
      cause,
    })
  }
  const db = drizzlePglite(client, { schema })
  try {
    await requireOwnTables(db)
    await migratePglite(db, { migrationsFolder })
  } catch (error) {
    await client.close()
    throw error
  }
  await writeFile(markOf(folder), '')
  return {
    db,
    executeSql: async (text, values) => {
      if (values && values.length > 0) return client.query(text, values)
      const results = await client.exec(text)
      return { rows: results.at(-1)?.rows ?? [] }
    },
    close: () => client.close(),
  }
}

/** Opens Postgres at `url`, or the embedded PGlite in `folder`, and brings its tables up to date.
 * PGlite takes no lock of its own: only a process that holds the home's lock may call this.
 * @throws UsufructError `DATABASE_UNREACHABLE`, `DATABASE_BROKEN`, `DATABASE_OF_OTHER_VERSION` */
export const openDb = (where: { url: string } | { folder: string }): Promise<OpenDb> =>
  'url' in where ? openPostgres(where.url) : openPglite(where.folder)
