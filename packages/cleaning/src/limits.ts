/** What a stranger's file may cost us. Every limit is a typed error when crossed, never a crash. */
export type Limits = {
  /** Of the whole file. */
  bytes: number
  rows: number
  columns: number
  cellBytes: number
  /** Of one record with everything in it; ends an unclosed quote or bracket before it eats the memory. */
  recordBytes: number
  jsonDepth: number
  /** Of an archive: how many files, how many bytes they unpack to in all, how many from one, and how deep. */
  archiveFiles: number
  unpackedBytes: number
  unpackRatio: number
  archiveDepth: number
  /** How many findings, and how many rows set aside, are listed one by one. All are counted. */
  listed: number
}

const MiB = 1024 * 1024

export const DEFAULT_LIMITS: Limits = {
  bytes: 256 * MiB,
  rows: 5_000_000,
  columns: 2_000,
  cellBytes: MiB,
  recordBytes: 16 * MiB,
  jsonDepth: 32,
  archiveFiles: 1_000,
  unpackedBytes: 1024 * MiB,
  unpackRatio: 500,
  archiveDepth: 2,
  listed: 10_000,
}
