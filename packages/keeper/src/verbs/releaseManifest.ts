import { createHash } from 'node:crypto'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'
import type { Snapshot } from '../chain/chainView.ts'
import { releaseKey } from '../chain/facts.ts'

/** What a keeper reads of a release's manifest; the rest is for others. */
const manifestParts = z.object({
  parts: z.array(z.object({ contribution: bytes32, consent: bytes32 })),
})

const refuse = (
  code: string,
  kind: UsufructError['kind'],
  message: string,
  hint: string,
  details: Record<string, unknown>,
) => new UsufructError({ code, kind, message, hint, details })

/**
 * A license reads the releases up to its own, and later ones as long as they only took something away.
 *
 * @throws UsufructError `RELEASE_UNKNOWN`, `RELEASE_NOT_LICENSED`
 */
export function licensedManifest(
  { facts, isFinal }: Snapshot,
  { offer, release, licensed }: { offer: bigint; release: number; licensed: number },
): Hex {
  const details = { offer: offer.toString(), release, licensed }
  const wanted = facts.releases.get(releaseKey(offer, release))
  if (wanted === undefined || !isFinal(wanted.block))
    throw refuse(
      'RELEASE_UNKNOWN',
      'notFound',
      `Offer ${offer} has no active release ${release}.`,
      'Ask for the release that the license names.',
      details,
    )
  for (let later = licensed + 1; later <= release; later++)
    if (facts.releases.get(releaseKey(offer, later))?.total !== 0n)
      throw refuse(
        'RELEASE_NOT_LICENSED',
        'permission',
        `The license covers release ${licensed}, not ${release}.`,
        `Ask for release ${licensed}, or renew the license.`,
        details,
      )
  return wanted.manifest
}

/** @throws UsufructError `MANIFEST_MISMATCH`, `MANIFEST_INVALID` */
export function readManifest(manifest: string, hash: Hex): Map<Hex, Hex> {
  const given = `0x${createHash('sha256').update(manifest, 'utf8').digest('hex')}`
  if (given !== hash)
    throw refuse(
      'MANIFEST_MISMATCH',
      'input',
      'The manifest is not the one that the chain names for this release.',
      'Send its bytes as they were stored, unchanged.',
      { given, onChain: hash },
    )
  let read: unknown
  try {
    read = JSON.parse(manifest)
  } catch {
    read = undefined
  }
  const parsed = manifestParts.safeParse(read)
  if (!parsed.success)
    throw refuse(
      'MANIFEST_INVALID',
      'input',
      'The release’s manifest does not list its parts as agreed.',
      'The release was cut by another version; it cannot be opened by this keeper.',
      { manifest: hash },
    )
  return new Map(parsed.data.parts.map(({ contribution, consent }) => [contribution, consent]))
}
