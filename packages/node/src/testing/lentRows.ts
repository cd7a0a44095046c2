import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFingerprinter } from '@usufruct/cleaning/duplicates/near/fingerprint'
import { writeFingerprints } from '@usufruct/cleaning/node/fingerprintFile'
import { writePictureHashes } from '@usufruct/cleaning/node/pictureHashFile'
import { eq } from 'drizzle-orm'
import { keccak256, toHex } from 'viem'
import { nearMatches, picturePrintKeys, picturePrints, textPrintKeys, textPrints } from '../db/nearSchema.ts'
import { consents, contributions, files, rowHashes } from '../db/schema.ts'
import { keepPrints } from '../flow/clean/keepPrints.ts'
import { contributionStatus } from '../flow/review/contributionStatus.ts'
import { countNearRows } from '../flow/value/newRows.ts'
import { openTestContext } from './fakeContext.ts'

export const id = (name: string) => keccak256(toHex(name))

/** A row as cleaning leaves it: a text, or a picture by its perceptual hash. No two files hold the same picture to the
 * byte, unless it is given the same name in both. */
export type TestRow = string | { picture: string; name?: string }

/** A real database with contributions whose rows were cleaned, without the files and keys that cleaning takes. */
export const openLentRows = async () => {
  const { ctx, close } = await openTestContext()
  const folder = await mkdtemp(join(tmpdir(), 'usufruct prints '))
  let made = 0

  const register = async (name: string, order: number, status: number = contributionStatus.registered) => {
    const consent = id(`${name}'s consent`)
    const common = { account: id(name), dataset: id('dataset') }
    await ctx.db.insert(consents).values({
      ...common,
      id: consent,
      inner: id(name),
      agreement: id('agreement'),
      terms: id('terms'),
      purposes: 1,
      grantedAt: 1,
      grantedBlock: 1,
      grantedLog: 0,
      end: 2_000_000_000,
    })
    await ctx.db.insert(contributions).values({
      ...common,
      id: id(name),
      consent,
      currentConsent: consent,
      commitment: id('commitment'),
      order,
      at: 1,
      status,
      statusAt: 1,
    })
  }

  /** What cleaning does last, in the order of the calls. A row that repeats an earlier one leaves no print. */
  const cleaned = async (name: string, rows: readonly TestRow[], dataset = 'letters') => {
    const [textFile, pictureFile] = [join(folder, `${made}.texts`), join(folder, `${made++}.pictures`)]
    const texts = await writeFingerprints(textFile, 1e9)
    const pictures = await writePictureHashes(pictureFile)
    const fingerprint = createFingerprinter()
    const keys = rows.map((row) => JSON.stringify(typeof row === 'string' ? row : { name, ...row }))
    for (const [at, row] of rows.entries()) {
      if (keys.indexOf(keys[at] as string) < at) continue
      if (typeof row === 'string') await texts.add(at, fingerprint(row))
      else await pictures.add(at, row.picture)
    }
    await texts.end()
    await pictures.end()
    await ctx.db.insert(rowHashes).values(
      keys.map((key, row) => ({
        dataset,
        hash: createHash('sha256').update(key).digest('hex'),
        contribution: id(name),
        row,
        recordId: `${name}${row}`,
      })),
    )
    await ctx.db.transaction((transaction) =>
      keepPrints(
        transaction,
        { contribution: id(name), dataset },
        { texts: textFile, pictures: pictureFile },
      ),
    )
  }

  return {
    ctx,
    register,
    cleaned,
    near: (name: string) => countNearRows(ctx, id(name)),
    withdraw: (name: string) =>
      ctx.db
        .update(consents)
        .set({ withdrawnAt: 2 })
        .where(eq(consents.id, id(`${name}'s consent`))),
    empty: async () => {
      for (const table of [
        textPrints,
        textPrintKeys,
        picturePrints,
        picturePrintKeys,
        nearMatches,
        rowHashes,
        files,
        contributions,
        consents,
      ])
        await ctx.db.delete(table)
    },
    close: async () => {
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Sixty words that share no run of five with those of another number. */
export const letter = (number: number) =>
  Array.from({ length: 60 }, (_, word) => `word${(number * 7919 + word * word) % 1009}`).join(' ')
export const altered = (number: number) => `${letter(number)} yours`
