import type { Address, Hex } from 'viem'
import type { DatasetKind } from '../domain/datasetKinds.ts'
import type { Manifest } from '../domain/manifest.ts'
import type { Column } from '../http/values.ts'
import type { LicenseTerms } from '../terms/terms.ts'

/** A field of the terms that a format has no place for, by its path, and why. */
export type NotCarried = { field: string; why: string }

/** An offer in somebody else's format. */
export type Projection = {
  document: string
  mediaType: string
  fileName: string
  notCarried: NotCarried[]
}

export type ProjectedDao = {
  name: string
  chainId: number
  members: Address
  practice: boolean
  /** Empty strings while it has no legal wrapper. */
  legal: { name: string; registration: string; address: string; accountableAgent: string }
  contacts: { licensing: string; privacy: string; takedown: string; security: string }
}

export type ProjectedDataset = {
  slug: string
  name: string
  description: string
  kind: DatasetKind
  columns: readonly Column[]
  citation: string
  url: string
}

/** An offer as every projection is given it. Nothing is looked up. */
export type ProjectionInput = {
  terms: LicenseTerms
  termsHash: Hex
  offer: { id: string; name: string; maxMonths: number }
  dataset: ProjectedDataset
  dao: ProjectedDao
  text: { title: string; version: string; language: string }
  /** The newest version that can be licensed; null before there is one. */
  released: {
    manifest: Omit<Manifest, 'croissant'>
    members: number
    /** First and last day on which something in it was lent; Unix times in seconds. */
    lent: { from: number; to: number }
  } | null
}

export const because = (why: string, ...fields: string[]): NotCarried[] =>
  fields.map((field) => ({ field, why }))

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const bareHash = (hash: Hex): string => hash.slice(2)

export const dayOf = (unixTime: number): string => new Date(unixTime * 1000).toISOString().slice(0, 10)
