import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'
import { AgeTruncatedError } from '../age/ageErrors.ts'
import { decryptWith } from '../age/decryptWith.ts'
import type { JsonValue } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import type { ManifestPart } from '../domain/manifest.ts'
import { rowHash } from '../domain/rowHash.ts'
import { createRowsRoot } from '../domain/rowsRoot.ts'
import { blobMismatch } from './fetchBlob.ts'

export type Row = { [column: string]: JsonValue }

/**
 * Decrypts one part and holds it against the manifest: the file's size and hash, its number of rows, the hash
 * over them. Nothing of a part is given out before all of it has been checked.
 *
 * @throws UsufructError `BLOB_MISMATCH`, `PART_MISMATCH`, `AGE_…`
 */
export async function readPart(
  part: ManifestPart,
  identity: Uint8Array,
  ciphertext: AsyncIterable<Uint8Array>,
): Promise<Row[]> {
  const hash = sha256.create()
  const hashed = async function* () {
    for await (const chunk of ciphertext) {
      hash.update(chunk)
      yield chunk
    }
  }
  const rows: Row[] = []
  const root = createRowsRoot()
  for await (const line of linesOf(
    decryptWith(identity, hashed(), { recipient: part.recipient, size: part.bytes }),
  )) {
    const row = parseRow(part, line, rows.length)
    root.add(rowHash(row))
    rows.push(row)
  }
  const actual: Hex = `0x${bytesToHex(hash.digest())}`
  if (actual !== part.blob) throw blobMismatch(part.blob, actual)
  if (rows.length !== part.rows)
    throw mismatch(part, 'it has another number of rows', { expected: part.rows, actual: rows.length })
  if (root.root() !== part.rowsRoot)
    throw mismatch(part, 'its rows are not those that were released', {
      expected: part.rowsRoot,
      actual: root.root(),
    })
  return rows
}

const mismatch = (part: ManifestPart, problem: string, details: Record<string, unknown>) =>
  new UsufructError({
    code: 'PART_MISMATCH',
    message: `A part of the release is not what its manifest says: ${problem}.`,
    hint: 'Tell the DAO; the manifest on chain shows who is right.',
    details: { contribution: part.contribution, ...details },
  })

function parseRow(part: ManifestPart, line: string, at: number): Row {
  try {
    const row: unknown = JSON.parse(line)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Row
  } catch {
    // Said below, for all that is no row.
  }
  throw mismatch(part, `line ${at + 1} is no row`, { line: at + 1 })
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  // Every line is ended, the last one too, so that a cut can be seen.
  if (rest + decoder.decode() !== '') throw new AgeTruncatedError()
}
