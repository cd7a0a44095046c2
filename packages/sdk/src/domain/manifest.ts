import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'
import { z } from 'zod'
import { column, count, offerId, purposeCode, unixTime } from '../http/values.ts'
import { canonicalJson } from './canonicalJson.ts'
import { UsufructError } from './errors.ts'
import { address, bytes32, sha256Hash, slug } from './ids.ts'

/** Columns every released row has besides the dataset's own. */
export const rowColumns = ['record_id', 'contributor', 'grant'] as const

/** A contribution's accepted rows, as one age file that only its own key opens. */
export const manifestPart = z.strictObject({
  contribution: bytes32,
  consent: bytes32,
  blob: sha256Hash.describe('of the age file'),
  bytes: count.describe('size of the age file'),
  rows: count,
  rowsRoot: bytes32.describe('see rowsRoot.ts'),
  weight: z
    .string()
    .regex(/^\d{1,20}$/, 'expected a uint64')
    .describe('uint64'),
  recipient: z.string().regex(/^age1[a-z0-9]{58}$/, 'expected an age X25519 recipient'),
  keyCommitment: bytes32,
})
export type ManifestPart = z.output<typeof manifestPart>

/** What a release is made of. The SHA-256 of these bytes is on chain, so nothing in it can change later. */
export const manifest = z
  .strictObject({
    schema: z.literal('usufruct-release/1'),
    dao: address,
    chainId: count,
    dataset: z.strictObject({ id: bytes32, slug, name: z.string() }),
    offer: offerId,
    release: z.number().int().min(1).max(0xffffffff),
    at: unixTime,
    validUntil: unixTime,
    purposes: z.array(purposeCode).min(1),
    columns: z.array(z.strictObject({ name: column.shape.name, type: column.shape.type })),
    parts: z.array(manifestPart),
    croissant: sha256Hash,
    rowsTotal: count,
  })
  .superRefine((value, context) => {
    const rows = value.parts.reduce((sum, part) => sum + part.rows, 0)
    if (rows !== value.rowsTotal)
      context.addIssue({ code: 'custom', path: ['rowsTotal'], message: `its parts have ${rows} rows` })
    const seen = new Set<string>()
    for (const [at, { contribution }] of value.parts.entries()) {
      if (seen.has(contribution))
        context.addIssue({
          code: 'custom',
          path: ['parts', at],
          message: 'a contribution stands in it twice',
        })
      seen.add(contribution)
    }
    const taken = new Set<string>(rowColumns)
    for (const [at, { name }] of value.columns.entries()) {
      if (taken.has(name))
        context.addIssue({ code: 'custom', path: ['columns', at], message: `the name ${name} is taken` })
      taken.add(name)
    }
  })
export type Manifest = z.output<typeof manifest>

const invalid = (problem: string, details: Record<string, unknown>, cause?: unknown) =>
  new UsufructError({
    code: 'MANIFEST_INVALID',
    message: `This is no release manifest: ${problem}.`,
    hint: 'Fetch it again; if it stays so, its publisher runs another version or made a mistake.',
    details,
    cause,
  })

/** The only bytes a manifest has, and their SHA-256, which is what goes on chain.
 * @throws UsufructError `MANIFEST_INVALID` */
export const encodeManifest = (value: z.input<typeof manifest>): { bytes: Uint8Array; hash: Hex } => {
  const parsed = manifest.safeParse(value)
  if (!parsed.success) throw invalid('it does not have the agreed form', { issues: issuesOf(parsed.error) })
  const bytes = utf8ToBytes(canonicalJson(parsed.data))
  return { bytes, hash: hashManifest(bytes) }
}

export const hashManifest = (bytes: Uint8Array): Hex => `0x${bytesToHex(sha256(bytes))}`

/** Refuses bytes that are not canonical: what parses differently in another language (a key twice, a number
 * out of range) must not be readable in two ways under one hash.
 * @throws UsufructError `MANIFEST_INVALID` */
export const decodeManifest = (bytes: Uint8Array): Manifest => {
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    json = JSON.parse(text)
  } catch (cause) {
    throw invalid('it is not JSON in UTF-8', {}, cause)
  }
  const parsed = manifest.safeParse(json)
  if (!parsed.success) throw invalid('it does not have the agreed form', { issues: issuesOf(parsed.error) })
  if (canonicalJson(parsed.data) !== text) throw invalid('it is not in canonical form', {})
  return parsed.data
}

const issuesOf = (error: z.ZodError) =>
  error.issues.slice(0, 5).map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
