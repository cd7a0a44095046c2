import { sha256 } from 'viem'
import { beforeEach, describe, expect, it } from 'vitest'
import { UsufructError } from '../../domain/errors.ts'
import { ConnectionLost, createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { uploadBlob } from './uploadBlob.ts'

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251)
const name = sha256(bytes)

let dao: FakeDao
beforeEach(() => {
  dao = createFakeDao()
})

const pieces = () => dao.log.filter((what) => what.startsWith('PATCH')).length

describe('uploadBlob', () => {
  it('goes on from the offset that the node names', async () => {
    dao.hooks.pieceLimit = 300
    const seen: number[] = []
    await uploadBlob(await dao.actor(), { bytes, sha256: name, onProgress: (sent) => void seen.push(sent) })
    expect(dao.blobs.get(name)).toEqual(bytes)
    expect(seen).toEqual([0, 300, 600, 900, 1000])
  })

  it('asks for the offset again after a broken connection, with longer and longer pauses', async () => {
    dao.hooks.pieceLimit = 400
    let broken = 0
    dao.hooks.before = (what) => {
      if (what.startsWith('PATCH') && pieces() > 1 && broken < 3) {
        broken++
        throw new ConnectionLost()
      }
    }
    const pauses: number[] = []
    await uploadBlob(await dao.actor(), {
      bytes,
      sha256: name,
      wait: async (milliseconds) => void pauses.push(milliseconds),
    })
    expect(dao.blobs.get(name)).toEqual(bytes)
    expect(pauses).toEqual([250, 500, 1000])
  })

  it('gives up on a node that is gone', async () => {
    dao.hooks.before = (what) => {
      if (what.startsWith('PATCH')) throw new ConnectionLost()
    }
    const run = uploadBlob(await dao.actor(), { bytes, sha256: name, wait: async () => undefined })
    await expect(run).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(pieces()).toBe(6)
  })

  it('does not argue with a node that takes nothing', async () => {
    dao.hooks.pieceLimit = 0
    const run = uploadBlob(await dao.actor(), { bytes, sha256: name, wait: async () => undefined })
    await expect(run).rejects.toMatchObject({ code: 'UPLOAD_STUCK' })
  })

  it('stops between pieces when it is told to', async () => {
    dao.hooks.pieceLimit = 100
    const stop = new AbortController()
    const run = uploadBlob(await dao.actor(), {
      bytes,
      sha256: name,
      signal: stop.signal,
      onProgress: (sent) => {
        if (sent >= 300) stop.abort(new UsufructError({ code: 'ENOUGH', message: '' }))
      },
    })
    await expect(run).rejects.toMatchObject({ code: 'ENOUGH' })
    expect(pieces()).toBe(3)
  })

  it('signs in again when the node has forgotten the session', async () => {
    const actor = await dao.actor()
    await uploadBlob(actor, { bytes, sha256: name })
    dao.sessions.valid.clear()
    await uploadBlob(actor, { bytes: bytes.subarray(1), sha256: sha256(bytes.subarray(1)) })
    expect(dao.sessions.signIns).toBe(2)
  })
})
