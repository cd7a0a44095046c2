import { bytesToString, type Hex } from 'viem'
import { fetchBlob } from '../../access/fetchBlob.ts'
import { type Row, readPart } from '../../access/readPart.ts'
import { type Keys, type Refusal, requestKeys } from '../../access/requestKeys.ts'
import { streamOf } from '../../access/streamOf.ts'
import { type ReleaseColumn, toParquet } from '../../access/toParquet.ts'
import { UsufructError } from '../../domain/errors.ts'
import { decodeManifest, type Manifest, type ManifestPart } from '../../domain/manifest.ts'
import type { License } from '../../http/routes/license.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { backOff, type Wait } from '../backOff.ts'
import { readActiveRelease } from '../chainReads.ts'

export type DownloadProgress = { step: 'manifest' | 'keys' | 'parts'; done: number; total: number }

export type DownloadLicenseInput = {
  /** Token id, as a decimal string. */
  license: string
  onProgress?: ((progress: DownloadProgress) => void) | undefined
  signal?: AbortSignal | undefined
  wait?: Wait | undefined
}

/** A part the license can no longer open, because its member took it back or the permission ran out. */
export type LeftOut = {
  contribution: Hex
  consent: Hex
  rows: number
  code: 'CONSENT_WITHDRAWN' | 'CONSENT_EXPIRED'
}

export type Downloaded = {
  license: License
  manifest: Manifest
  /** The manifest's exact bytes, whose SHA-256 is on chain. */
  manifestBytes: Uint8Array
  columns: ReleaseColumn[]
  /** In the order of the manifest's parts; every one checked against the manifest. */
  rows: Row[]
  leftOut: LeftOut[]
  /** Keepers that were not needed in the end, and why they could not be used. */
  absentKeepers: Keys['absent']
  toParquet: () => Uint8Array
}

/** Parts fetched side by side. */
const parallel = 4

/**
 * Everything a license opens: fetches the release's manifest and holds it against the chain, has the keepers
 * open the keys, decrypts each part and holds it against the manifest.
 *
 * @throws UsufructError `LICENSE_NOT_YOURS`, `LICENSE_EXPIRED`, `MANIFEST_MISMATCH`, `KEYS_REFUSED`,
 * `KEEPERS_TOO_FEW` and those of reading a part
 */
export async function downloadLicense(
  actor: Actor,
  { license: id, onProgress, signal, wait }: DownloadLicenseInput,
): Promise<Downloaded> {
  const license = await actor.node.call('getLicense', { params: { license: id } }, signal ? { signal } : {})
  requireUsable(actor, license)
  onProgress?.({ step: 'manifest', done: 0, total: 1 })
  const manifestBytes = await readManifest(actor, license, { signal, wait })
  const manifest = decodeManifest(manifestBytes)
  requireSame(actor, license, manifest)

  onProgress?.({ step: 'keys', done: 0, total: actor.dao.keepers.length })
  const keys = await requestKeys(actor, {
    license: BigInt(license.license),
    release: license.opensRelease,
    manifest,
    manifestText: bytesToString(manifestBytes),
    signal,
    wait,
  })
  const leftOut = leftOutOf(manifest, keys.refused)

  const open = manifest.parts.filter((part) => keys.identities.has(part.contribution))
  const parts: Row[][] = []
  let done = 0
  let next = 0
  // The first part that fails ends the others.
  const stop = new AbortController()
  const stopping = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const fetchParts = async () => {
    for (let at = next++; at < open.length; at = next++) {
      const part = open[at] as ManifestPart
      const identity = keys.identities.get(part.contribution) as Uint8Array
      parts[at] = await backOff(() => fetchPart(actor, part, identity, stopping), { wait, signal: stopping })
      onProgress?.({ step: 'parts', done: ++done, total: open.length })
    }
  }
  try {
    await Promise.all(Array.from({ length: parallel }, fetchParts))
  } catch (error) {
    stop.abort(error)
    throw error
  }
  const rows = parts.flat()
  return {
    license,
    manifest,
    manifestBytes,
    columns: manifest.columns,
    rows,
    leftOut,
    absentKeepers: keys.absent,
    toParquet: () =>
      toParquet(manifest.columns, rows, {
        'usufruct.license': license.license,
        'usufruct.release': `${manifest.dataset.slug}/${manifest.offer}/${manifest.release}`,
        'usufruct.manifest': license.manifest,
      }),
  }
}

/** The keepers decide; this only spares a round trip and says it in words. */
function requireUsable(actor: Actor, license: License): void {
  const { address } = requireAccount(actor)
  if (license.licensee !== address)
    throw new UsufructError({
      code: 'LICENSE_NOT_YOURS',
      kind: 'permission',
      message: 'This license belongs to another account.',
      hint: `Buy one of your own: usufruct license buy ${license.offer} --months 1, or name its account with --as.`,
      details: { license: license.license, licensee: license.licensee, account: address },
    })
  if (license.end <= nowInSeconds())
    throw new UsufructError({
      code: 'LICENSE_EXPIRED',
      kind: 'permission',
      message: `This license ended on ${new Date(license.end * 1000).toISOString().slice(0, 10)}.`,
      hint: `Buy another: usufruct license buy ${license.offer} --months 1.`,
      details: { license: license.license, end: license.end },
    })
}

async function readManifest(
  actor: Actor,
  { manifest, offer, opensRelease }: License,
  options: { signal?: AbortSignal | undefined; wait?: Wait | undefined },
): Promise<Uint8Array> {
  const onChain = await readActiveRelease(actor, BigInt(offer), opensRelease)
  if (onChain !== manifest)
    throw new UsufructError({
      code: 'MANIFEST_MISMATCH',
      kind: 'conflict',
      message: 'The node names another manifest for this release than the chain does.',
      hint: 'Do not use what this node serves; ask another node of the DAO.',
      details: { offer, release: opensRelease, node: manifest, chain: onChain },
    })
  // Its bytes are held against the hash there.
  return backOff(() => fetchBlob(actor.node, manifest, options.signal), options)
}

function requireSame(actor: Actor, license: License, manifest: Manifest): void {
  const { chainId, members } = actor.dao.deployment
  const expected = { chainId, dao: members, offer: license.offer, release: license.opensRelease }
  const actual = {
    chainId: manifest.chainId,
    dao: manifest.dao,
    offer: manifest.offer,
    release: manifest.release,
  }
  if (JSON.stringify(expected) === JSON.stringify(actual)) return
  throw new UsufructError({
    code: 'MANIFEST_MISMATCH',
    kind: 'conflict',
    message: 'The manifest is that of another release.',
    hint: 'Tell the DAO: what it released under this number describes something else.',
    details: { expected, actual },
  })
}

function leftOutOf(manifest: Manifest, refused: Map<Hex, Refusal[]>): LeftOut[] {
  const leftOut: LeftOut[] = []
  const unexplained: { contribution: Hex; refusals: Refusal[] }[] = []
  for (const part of manifest.parts) {
    const refusals = refused.get(part.contribution)
    if (!refusals) continue
    const codes = refusals.map((refusal) => refusal.code)
    const code = (['CONSENT_WITHDRAWN', 'CONSENT_EXPIRED'] as const).find((known) => codes.includes(known))
    if (code) leftOut.push({ contribution: part.contribution, consent: part.consent, rows: part.rows, code })
    else unexplained.push({ contribution: part.contribution, refusals })
  }
  if (unexplained.length === 0) return leftOut
  const said = new Set(
    unexplained.flatMap(({ refusals }) =>
      refusals.map(({ keeper, code }) => `key holder ${keeper}: ${code}`),
    ),
  )
  throw new UsufructError({
    code: 'KEYS_REFUSED',
    kind: 'permission',
    message: `The keys of ${unexplained.length} of ${manifest.parts.length} parts were refused (${[...said].join('; ')}).`,
    hint: 'If this has just been released or changed, try again in a moment; otherwise tell the DAO.',
    details: { parts: unexplained.slice(0, 20) },
  })
}

async function fetchPart(
  actor: Actor,
  part: ManifestPart,
  identity: Uint8Array,
  signal: AbortSignal,
): Promise<Row[]> {
  const response = await actor.node.raw(`/api/blobs/${part.blob}`, { signal })
  return readPart(part, identity, streamOf(response))
}
