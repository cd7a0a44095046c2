import { bytesToHex, type Hex, sha256 } from 'viem'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { address } from '../domain/ids.ts'
import type { Deployment } from '../messages/domain.ts'
import { buildMerkleTree, compareBytes, type MerkleTree } from './merkleTree.ts'
import { consentLeafHash, consentSaid, type SignedConsent, signedConsent } from './signedConsent.ts'

/**
 * The file with the leaves of an anchored root: a line of canonical JSON that says whose it is and how many there are,
 * then a line for each signed consent, in ascending order of their hashes. A set of consents has one file, one hash and
 * one root, so that whoever has the file can rebuild the root, and whoever knows the root can tell the file.
 */
const header = z.strictObject({
  schema: z.literal('usufruct-anchored-consents/1'),
  chainId: z.number().int().positive(),
  members: address,
  count: z.number().int().positive(),
})
export type AnchorFileHeader = z.output<typeof header>

/** Longer than any line that has the form. */
const maxLineBytes = 1_024
/** What fits a tree in the memory of a small machine, and a proof of 20 hashes. */
export const maxAnchorLeaves = 1_000_000

type Dao = Pick<Deployment, 'chainId' | 'members'>

export type AnchorFile = { bytes: Uint8Array; hash: Hex; tree: MerkleTree; leaves: SignedConsent[] }

const invalid = (message: string, details: Record<string, unknown> = {}) =>
  new UsufructError({
    code: 'ANCHOR_FILE_INVALID',
    message: `This is no file of anchored consents of this DAO: ${message}.`,
    hint: 'Whoever anchored the root has to give the very bytes whose hash it named.',
    details,
  })

const hashesOf = (leaves: readonly { hash: Uint8Array }[]) => {
  const hashes = new Uint8Array(leaves.length * 32)
  for (const [at, { hash }] of leaves.entries()) hashes.set(hash, at * 32)
  return hashes
}

/**
 * The file and the tree over signed consents, whatever order they come in. Whether each is signed is for whoever has
 * them to see to.
 *
 * @throws UsufructError `MERKLE_TREE_EMPTY`, `ANCHOR_FILE_DUPLICATE`, `ANCHOR_FILE_TOO_LARGE`
 */
export async function buildAnchorFile(dao: Dao, consents: readonly SignedConsent[]): Promise<AnchorFile> {
  if (consents.length > maxAnchorLeaves) throw tooLarge(consents.length, maxAnchorLeaves)
  const ids = new Set<Hex>()
  for (const signed of consents) {
    const { consent } = consentSaid(signed)
    if (ids.has(consent))
      throw new UsufructError({
        code: 'ANCHOR_FILE_DUPLICATE',
        message: `Consent ${consent} is there twice.`,
        hint: 'An id is used once: anchor one of them.',
        details: { consent },
      })
    ids.add(consent)
  }
  const leaves = consents
    .map((signed) => ({ signed, hash: consentLeafHash(signed) }))
    .sort((a, b) => compareBytes(a.hash, b.hash))
  const tree = await buildMerkleTree(hashesOf(leaves))
  const first: AnchorFileHeader = {
    schema: 'usufruct-anchored-consents/1',
    chainId: dao.chainId,
    members: address.parse(dao.members),
    count: leaves.length,
  }
  const lines = [first, ...leaves.map(({ signed }) => signed)]
  const bytes = new TextEncoder().encode(lines.map((line) => `${canonicalJson(line)}\n`).join(''))
  return { bytes, hash: sha256(bytes), tree, leaves: leaves.map(({ signed }) => signed) }
}

/** Lines without their ends, as they come: one that is too long is never held whole. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
      if (rest.length > maxLineBytes) throw invalid('a line is too long')
    }
    rest += decoder.decode()
  } catch (cause) {
    if (cause instanceof TypeError) throw invalid('it is not UTF-8')
    throw cause
  }
  if (rest !== '') throw invalid('its last line is cut off')
}

function readLine<S extends z.ZodType>(schema: S, line: string, at: number): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw invalid(`line ${at} is not JSON`, { line: at })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success || canonicalJson(parsed.data as never) !== line)
    throw invalid(`line ${at} does not have its form`, { line: at })
  return parsed.data
}

const tooLarge = (count: number, limit: number) =>
  new UsufructError({
    code: 'ANCHOR_FILE_TOO_LARGE',
    kind: 'limit',
    message: `A file of ${count} anchored consents is more than is taken here.`,
    hint: `Anchor at most ${limit} under one root.`,
    details: { count, limit },
  })

/**
 * Reads a file of anchored consents from a stream, line by line, and holds it against its own form: canonical lines in
 * ascending order of their leaves, as many as the first line says. Signatures are not looked at. What `onLeaf` is given
 * counts only once this has resolved, with the tree whose root the chain has to know.
 *
 * @throws UsufructError `ANCHOR_FILE_INVALID`, `ANCHOR_FILE_TOO_LARGE`, and whatever `onLeaf` throws
 */
export async function readAnchorFile(
  dao: Dao,
  chunks: AsyncIterable<Uint8Array>,
  onLeaf: (signed: SignedConsent, place: number) => Promise<void> | void,
  { most = maxAnchorLeaves }: { most?: number } = {},
): Promise<MerkleTree> {
  let hashes = new Uint8Array(0)
  let count = 0
  let place = -1
  for await (const line of linesOf(chunks)) {
    if (place < 0) {
      const first = readLine(header, line, 1)
      if (first.chainId !== dao.chainId || first.members !== dao.members.toLowerCase())
        throw invalid('it is another DAO’s', { chainId: first.chainId, members: first.members })
      if (first.count > most) throw tooLarge(first.count, most)
      count = first.count
      hashes = new Uint8Array(count * 32)
    } else {
      if (place >= count) throw invalid(`it has more than ${count} consents`)
      const signed = readLine(signedConsent, line, place + 2)
      const hash = consentLeafHash(signed)
      if (place > 0 && compareBytes(hashes.subarray(32 * (place - 1), 32 * place), hash) >= 0)
        throw invalid(`line ${place + 2} is not in order, or there twice`, { leaf: bytesToHex(hash) })
      hashes.set(hash, 32 * place)
      await onLeaf(signed, place)
    }
    place += 1
  }
  if (place < 0) throw invalid('it is empty')
  if (place !== count) throw invalid(`it has ${place} consents and not ${count}`)
  return buildMerkleTree(hashes)
}
