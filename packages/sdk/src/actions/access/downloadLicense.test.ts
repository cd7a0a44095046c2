import { type Hex, sha256, stringToBytes } from 'viem'
import { beforeEach, describe, expect, it } from 'vitest'
import { encryptTo } from '../../age/encryptTo.ts'
import { generateContributionKey } from '../../age/generateContributionKey.ts'
import { keyCommitment } from '../../age/keyCommitment.ts'
import { readAll } from '../../age/readAll.ts'
import { canonicalJson } from '../../domain/canonicalJson.ts'
import { UsufructError } from '../../domain/errors.ts'
import { encodeManifest, type Manifest } from '../../domain/manifest.ts'
import { rowHash } from '../../domain/rowHash.ts'
import { createRowsRoot } from '../../domain/rowsRoot.ts'
import { splitKey } from '../../shares/splitKey.ts'
import { ConnectionLost, createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { downloadLicense } from './downloadLicense.ts'

const id = (byte: string): Hex => `0x${byte.repeat(32)}`
const license = String((1n << 64n) | 1n)
const wait = async () => undefined

let dao: FakeDao
let manifest: Manifest

type Row = { record_id: string; contributor: string; grant: string; species: string }

const rowsOf = (byte: string): Row[] =>
  ['Adelie', 'Gentoo'].map((species, at) => ({
    record_id: `${byte}-${at}`,
    contributor: byte,
    grant: id(byte),
    species,
  }))

/** Puts a part into storage and its key’s shares at the keepers. */
const addPart = async (byte: string): Promise<Manifest['parts'][number]> => {
  const { identity, recipient } = generateContributionKey()
  const rows = rowsOf(byte)
  const root = createRowsRoot()
  for (const row of rows) root.add(rowHash(row))
  const text = rows.map((row) => `${canonicalJson(row)}\n`).join('')
  const file = await readAll(encryptTo(recipient, stringToBytes(text)))
  dao.blobs.set(sha256(file), file)
  const shares = await splitKey(identity)
  for (const [at, share] of shares.entries()) dao.keepers[at]?.shares.set(id(byte), share)
  return {
    contribution: id(byte),
    consent: id('cc'),
    blob: sha256(file),
    bytes: file.length,
    rows: rows.length,
    rowsRoot: root.root(),
    weight: '1',
    recipient,
    keyCommitment: keyCommitment(identity),
  }
}

const publish = (change: Partial<Manifest> = {}) => {
  const { bytes, hash } = encodeManifest({ ...manifest, ...change })
  dao.blobs.set(hash, bytes)
  dao.releases.set('1/1', { manifest: hash })
  const kept = dao.licenses.get(license)
  dao.licenses.set(license, {
    license,
    offer: '1',
    offerName: 'research',
    dataset: 'birds',
    licensee: dao.address,
    release: 1,
    purposes: ['research.academic'],
    start: 1,
    end: 4_000_000_000,
    price: '1',
    live: true,
    opensRelease: 1,
    notices: 0,
    ...kept,
    manifest: hash,
  })
}

beforeEach(async () => {
  dao = createFakeDao()
  const parts = [await addPart('a1'), await addPart('a2')]
  manifest = {
    schema: 'usufruct-release/1',
    dao: dao.dao.deployment.members,
    chainId: dao.dao.deployment.chainId,
    dataset: { id: id('dd'), slug: 'birds', name: 'Birds' },
    offer: '1',
    release: 1,
    at: 1,
    validUntil: 4_000_000_000,
    purposes: ['research.academic'],
    columns: [{ name: 'species', type: 'string' }],
    parts,
    croissant: id('ee'),
    rowsTotal: 4,
  }
  publish()
})

const download = async (change = {}) => downloadLicense(await dao.actor(), { license, wait, ...change })

const failure = async (run: Promise<unknown>): Promise<{ code: string; kind: string; message: string }> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof UsufructError) return error
  throw error ?? new Error('it did not fail')
}

const keeper = (index: number) => {
  const found = dao.keepers[index]
  if (!found) throw new Error(`there is no keeper ${index}`)
  return found.state
}

/** As storage that lost or mixed up a file would: under the right name, other bytes. */
const spoil = (at: number, change: (bytes: Uint8Array) => Uint8Array) => {
  const { blob } = manifest.parts[at] as Manifest['parts'][number]
  dao.blobs.set(blob, change(dao.blobs.get(blob) as Uint8Array))
}

describe('downloadLicense', () => {
  it('gives every row of every part, in the manifest’s order', async () => {
    const { rows, leftOut, absentKeepers, toParquet } = await download()
    expect(rows).toEqual([...rowsOf('a1'), ...rowsOf('a2')])
    expect([leftOut, absentKeepers]).toEqual([[], []])
    expect(new TextDecoder().decode(toParquet().subarray(0, 4))).toBe('PAR1')
  })

  it('needs two keepers of three, and names the one that is down', async () => {
    keeper(1).down = true
    const { rows, absentKeepers } = await download()
    expect(rows).toHaveLength(4)
    expect(absentKeepers).toEqual([{ keeper: 1, code: 'KEEPER_UNREACHABLE', message: expect.any(String) }])
  })

  it('does not wait for one that hangs when two have answered', async () => {
    keeper(2).hangs = true
    const { rows, absentKeepers } = await download()
    expect(rows).toHaveLength(4)
    expect(absentKeepers).toEqual([expect.objectContaining({ keeper: 2, code: 'TOO_SLOW' })])
  })

  it('cannot do with one', async () => {
    keeper(0).down = true
    keeper(1).down = true
    expect(await failure(download())).toMatchObject({ code: 'KEEPERS_TOO_FEW', kind: 'unreachable' })
  })

  it('names a keeper that lies, and does without it', async () => {
    keeper(0).lies = true
    const { rows, absentKeepers } = await download()
    expect(rows).toHaveLength(4)
    expect(absentKeepers).toEqual([expect.objectContaining({ keeper: 0, code: 'SHARE_WRONG' })])
  })

  it.each(['CONSENT_WITHDRAWN', 'CONSENT_EXPIRED'])('leaves out a part refused with %s', async (code) => {
    for (const index of [0, 1]) keeper(index).refuses.set(id('a1'), code)
    const { rows, leftOut } = await download()
    expect(rows).toEqual(rowsOf('a2'))
    expect(leftOut).toEqual([{ contribution: id('a1'), consent: id('cc'), rows: 2, code }])
  })

  it('does not take another refusal for a withdrawal', async () => {
    for (const index of [0, 1]) keeper(index).refuses.set(id('a1'), 'NOT_IN_MANIFEST')
    const error = await failure(download())
    expect(error).toMatchObject({ code: 'KEYS_REFUSED', kind: 'permission' })
    expect(error.message).toContain('key holder 0: NOT_IN_MANIFEST')
  })

  it('says what keepers say of the license itself', async () => {
    for (const index of [0, 1, 2])
      keeper(index).licenseError = { code: 'LICENSE_EXPIRED', kind: 'permission' }
    expect(await failure(download())).toMatchObject({ code: 'LICENSE_EXPIRED', kind: 'permission' })
  })

  it('asks no keeper for a license that is over, another’s or unknown', async () => {
    const own = dao.licenses.get(license)
    if (!own) throw new Error('no license')
    dao.licenses.set(license, { ...own, end: 5 })
    expect(await failure(download())).toMatchObject({ code: 'LICENSE_EXPIRED', kind: 'permission' })
    dao.licenses.set(license, { ...own, licensee: `0x${'99'.repeat(20)}` })
    expect(await failure(download())).toMatchObject({ code: 'LICENSE_NOT_YOURS', kind: 'permission' })
    expect(await failure(download({ license: '5' }))).toMatchObject({ kind: 'notFound' })
    expect(dao.log.filter((what) => what.includes('keepers'))).toEqual([])
  })
})

describe('what is downloaded', () => {
  it('is held against the manifest on chain', async () => {
    dao.releases.set('1/1', { manifest: id('ab') })
    expect(await failure(download())).toMatchObject({ code: 'MANIFEST_MISMATCH' })
  })

  it('belongs to a release that is active on chain', async () => {
    dao.releases.delete('1/1')
    expect(await failure(download())).toMatchObject({ code: 'RELEASE_NOT_ACTIVE' })
  })

  it.each([{ release: 2 }, { offer: '2' }, { chainId: 1 }])(
    'is that of the license: not %j',
    async (change) => {
      publish(change)
      expect(await failure(download())).toMatchObject({ code: 'MANIFEST_MISMATCH' })
    },
  )

  it('has the manifest’s bytes', async () => {
    const { manifest: hash } = dao.releases.get('1/1') as { manifest: Hex }
    dao.blobs.set(hash, stringToBytes('{}'))
    expect(await failure(download())).toMatchObject({ code: 'BLOB_MISMATCH' })
  })

  it('is refused when a part is damaged, cut or another’s', async () => {
    const whole = dao.blobs.get(manifest.parts[0]?.blob as Hex) as Uint8Array
    spoil(0, (bytes) => bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 1 : byte)))
    expect(await failure(download())).toMatchObject({ code: 'AGE_CORRUPT' })
    spoil(0, () => whole.subarray(0, whole.length - 3))
    expect(await failure(download())).toMatchObject({ code: 'AGE_TRUNCATED' })
    spoil(0, () => dao.blobs.get(manifest.parts[1]?.blob as Hex) as Uint8Array)
    expect((await failure(download())).code).toMatch(/^AGE_/)
  })

  it.each([
    ['rows', { rows: 3 }, 5],
    ['order or content', { rowsRoot: id('ff') }, 4],
  ])('is refused when its %s are not those of the manifest', async (_, change, rowsTotal) => {
    const [first, second] = manifest.parts
    if (!first || !second) throw new Error('no parts')
    publish({ parts: [{ ...first, ...change }, second], rowsTotal })
    expect(await failure(download())).toMatchObject({ code: 'PART_MISMATCH' })
  })

  it('is fetched again when a connection breaks', async () => {
    let broken = 0
    dao.hooks.before = (what) => {
      if (what.startsWith('GET /api/blobs') && broken++ < 2) throw new ConnectionLost()
    }
    expect((await download()).rows).toHaveLength(4)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    dao.hooks.before = (what) => {
      if (what.startsWith('GET /api/blobs')) stop.abort(new UsufructError({ code: 'ENOUGH', message: '' }))
    }
    expect(await failure(download({ signal: stop.signal }))).toMatchObject({ code: 'ENOUGH' })
  })
})
