import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { CleaningError } from '../errors.ts'
import { createParquetFile, PARQUET_MAGIC } from '../formats/parquet/write/parquetFile.ts'
import type { BytesColumn } from '../normalise/bytes/bytesColumn.ts'
import type { BlockPlan, NormalisedBlock } from '../normalise/bytes/normaliseBlock.ts'
import { columnOf, planBytes } from '../normalise/bytes/planBytes.ts'
import { Unfit } from '../normalise/bytes/unfit.ts'
import { invalidLines } from '../normalise/invalidRecord.ts'
import { addMomentTally, type MomentTally, newMomentTally } from '../normalise/moment.ts'
import { recognise } from '../recognise/recognise.ts'
import { HEAD_BYTES, surveyBytes } from '../recognise/surveyBytes.ts'
import { inferColumn } from '../schema/inferColumns.ts'
import { addProfile, newProfile, type Profile } from '../schema/profileCell.ts'
import type { Settings } from '../settings.ts'
import type { CleaningOptions, Column } from '../types.ts'
import { createBlockMemory } from './blockMemory.ts'
import { startBlockWorkers } from './blockWorkers.ts'
import { createOutputFile, type WrittenFile } from './outputFile.ts'
import { readBlocks } from './readBlocks.ts'

export type NormalisedCsv = {
  columns: Column[]
  records: number
  rows: number
  source: { sha256: string; bytes: number }
  data: WrittenFile
  invalid: WrittenFile
}

export type NormaliseCsvParameters = {
  path: string
  name: string
  dropColumns: readonly string[]
  settings: Settings
  options: CleaningOptions
  /** New files: the rows as Parquet, and the records that are none as JSON lines. */
  data: string
  invalid: string
  workers?: number | undefined
  /** The threads' program where it is compiled; from source when not given. */
  program?: string | undefined
  blockBytes?: number | undefined
}

const MiB = 1024 * 1024
const LF = 0x0a
const BLOCK = 8 * MiB
const MOST_WORKERS = 4
/** So many blocks for each thread wait or are worked on. With what becomes of them, they bound the memory. */
const AHEAD = 2
/** Once by what the beginning of the file says, once by what all of it says, and once more by what is lent of it. */
const MOST_PASSES = 3
/** Some programs begin UTF-8 with it; it is no part of the text. */
const MARK = [0xef, 0xbb, 0xbf]
const startsWithMark = (head: Uint8Array) => MARK.every((byte, i) => head[i] === byte)

/**
 * A CSV to Parquet by its bytes, in several threads and in bounded memory: value by value what the ordinary lane
 * gives with nothing looked for. Undefined for a file that is not for this lane; then nothing is left behind but
 * perhaps the two files, begun.
 */
export const normaliseCsv = async (
  parameters: NormaliseCsvParameters,
): Promise<NormalisedCsv | undefined> => {
  const file = await open(parameters.path)
  try {
    const { size } = await file.stat()
    if (size > parameters.settings.limits.bytes) return undefined
    const head = new Uint8Array(Math.min(size, HEAD_BYTES))
    await file.read(head, 0, head.length, 0)
    const planned = await planOf(parameters, file, head, size)
    if (!planned) return undefined
    let plan: BlockPlan = planned
    for (let pass = 1; pass <= MOST_PASSES; pass++) {
      const done = await onePass(parameters, file, plan, {
        start: startsWithMark(head) ? MARK.length : 0,
        skipped: planned.header ? 1 : 0,
        size,
      })
      if ('written' in done) return done.written
      plan = { ...plan, columns: done.columns }
    }
    return undefined
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  } finally {
    await file.close()
  }
}

/** What the beginning tells. What is wrong with the file, or only seems to be, is for the ordinary lane to say. */
const planOf = async (
  { name, settings, options, dropColumns }: NormaliseCsvParameters,
  file: FileHandle,
  head: Uint8Array,
  size: number,
) => {
  // A character may be cut in two at the end of the head.
  const whole = head.length === size ? head : head.subarray(0, head.lastIndexOf(LF) + 1)
  const survey = { ...(await surveyBytes(once(whole))), head, size }
  const slice = async (start: number, end: number) => {
    const part = new Uint8Array(Math.max(0, Math.min(end, size) - start))
    const { bytesRead } = await file.read(part, 0, part.length, start)
    return part.subarray(0, bytesRead)
  }
  try {
    const recognised = await recognise(name, survey, { size, slice }, options.encoding)
    return await planBytes(recognised, settings, options, dropColumns)
  } catch (error) {
    if (error instanceof CleaningError) return undefined
    throw error
  }
}

type Place = { start: number; skipped: number; size: number }

/** The file from its beginning to its end, and whether its columns were what they were taken for. */
const onePass = async (
  parameters: NormaliseCsvParameters,
  file: FileHandle,
  plan: BlockPlan,
  { start, skipped, size }: Place,
): Promise<{ written: NormalisedCsv } | { columns: BytesColumn[] }> => {
  const { options, workers = workersFor(size), blockBytes = BLOCK } = parameters
  const memory = createBlockMemory()
  const output = await openOutput(parameters, plan)
  const pool = startBlockWorkers(workers, plan, memory.give, parameters.program)
  try {
    const hash = createHash('sha256').update(Uint8Array.from(MARK.slice(0, start)))
    const tally = createTally(plan)
    const ahead: Promise<NormalisedBlock>[] = []
    const take = async () => {
      const block = await (ahead.shift() as Promise<NormalisedBlock>)
      await output.add(block, tally.records())
      tally.add(block)
    }
    const blocks = readBlocks(file, {
      start,
      delimiter: plan.delimiter.charCodeAt(0),
      blockBytes,
      recordBytes: plan.limits.recordBytes,
      takeMemory: memory.take,
      onBytes: (bytes) => hash.update(bytes),
    })
    let first = true
    for await (const { bytes, length, read } of blocks) {
      options.signal?.throwIfAborted()
      const normalised = pool.normalise({
        bytes,
        length,
        skipped: first ? skipped : 0,
        stored: output.fits(),
      })
      // Whoever comes to its turn reports a failure; it must not go unhandled meanwhile.
      normalised.catch(() => {})
      ahead.push(normalised)
      first = false
      if (ahead.length >= workers * AHEAD) await take()
      options.onProgress?.({ phase: 'cleaning', read, total: size })
      await options.pause?.()
    }
    while (ahead.length > 0) await take()

    const columns = tally.columns(size)
    if (!output.fits() || !plan.columns.every((column, i) => isSame(column, columns[i] as BytesColumn)))
      return { columns }
    const files = await output.end()
    const source = { sha256: hash.digest('hex'), bytes: size }
    return { written: { ...files, source, columns: tally.described(), ...tally.counts() } }
  } finally {
    try {
      await pool.end()
    } finally {
      await output.close()
    }
  }
}

/** Starting threads takes longer than reading a few blocks. */
const workersFor = (size: number) =>
  size <= 2 * BLOCK ? 0 : Math.max(1, Math.min(MOST_WORKERS, availableParallelism()))

const isSame = (a: BytesColumn, b: BytesColumn): boolean =>
  a.type === b.type && a.stored === b.stored && a.decimalComma === b.decimalComma

/** What the blocks say together. @throws Unfit */
const createTally = ({ columns, limits }: BlockPlan) => {
  const profiles = columns.map(newProfile)
  const moments = columns.map(newMomentTally)
  let records = 0
  let rows = 0
  let controls = 0
  return {
    add(block: NormalisedBlock) {
      records += block.records
      rows += block.rows
      controls += block.controls
      if (records > limits.rows) throw new Unfit('it has very many rows')
      for (const [i, profile] of block.profiles.entries()) addProfile(profiles[i] as Profile, profile)
      for (const [i, tally] of block.moments.entries()) addMomentTally(moments[i] as MomentTally, tally)
    },
    records: () => records,
    counts: () => ({ records, rows }),
    columns(size: number): BytesColumn[] {
      if (records === 0) throw new Unfit('it has no records')
      if (controls * 10 > size) throw new Unfit('it is not text')
      return columns.map(({ name, from }, i) =>
        columnOf(name, from, profiles[i] as Profile, moments[i] as MomentTally),
      )
    },
    described: (): Column[] => columns.map(({ name }, i) => inferColumn(name, profiles[i] as Profile).column),
  }
}

const openOutput = async ({ data, invalid }: NormaliseCsvParameters, { columns }: BlockPlan) => {
  for (const path of [data, invalid]) await rm(path, { force: true })
  const parquet = createParquetFile(columns)
  const dataFile = await createOutputFile(data)
  const invalidFile = await createOutputFile(invalid)
  await dataFile.write(PARQUET_MAGIC)
  let fits = true
  return {
    /** Whether all values so far were of their columns' types. */
    fits: () => fits,
    async add({ chunks, invalid, rows }: NormalisedBlock, before: number) {
      if (!chunks) fits = false
      if (!fits) return
      await invalidFile.write(invalidLines(invalid, before))
      if (!chunks || rows === 0) return
      parquet.add(chunks)
      for (const { bytes } of chunks) await dataFile.write(bytes)
    },
    async end() {
      await dataFile.write(parquet.end())
      return { data: await dataFile.end(), invalid: await invalidFile.end() }
    },
    async close() {
      await dataFile.close()
      await invalidFile.close()
    },
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
