import type { AppliedMapping, Column, Encoding, FormatName, Kind } from '../types.ts'

/** What a file became, and what is needed to check it. Its own name stays at home: names tell of people and places. */
export type NormalisedSource = {
  sha256: string
  bytes: number
  kind: Kind
  format: FormatName
  encoding: Encoding
  records: number
  rows: number
  columns: Column[]
  /** How columns became others, where they are not simply the file's under the same name. */
  mapping: readonly AppliedMapping[]
  /** Of what was looked for and done; null where nothing was. */
  report: { version: string; hash: string } | null
  files: NormalisedOutput[]
}

export type NormalisedOutput = {
  /** A path below the manifest's folder. */
  name: string
  /** What is in it: rows, rows set aside with the reasons, or a picture without anything beside its pixels. */
  holds: 'rows' | 'invalid' | 'picture'
  mediaType: string
  sha256: string
  bytes: number
  rows?: number
}

export type NormalisedManifest = {
  manifest: 'usufruct-normalised/1'
  /** Whether personal data, rights and duplicates were looked for in every source. */
  detection: boolean
  sources: NormalisedSource[]
}

export const normalisedManifest = (sources: readonly NormalisedSource[]): NormalisedManifest => ({
  manifest: 'usufruct-normalised/1',
  detection: sources.every(({ report }) => report !== null),
  sources: [...sources],
})
