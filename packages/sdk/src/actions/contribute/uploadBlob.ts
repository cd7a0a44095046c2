import type { Hex } from 'viem'
import { findUsufructError, UsufructError } from '../../domain/errors.ts'
import { uploadProgress } from '../../http/routes/contribute.ts'
import type { Actor } from '../actor.ts'
import { isTransient, pauseBefore, wait as sleep, type Wait } from '../backOff.ts'
import { signedIn } from '../session/signedIn.ts'

export type UploadBlobInput = {
  bytes: Uint8Array
  sha256: Hex
  onProgress?: ((sent: number, total: number) => void) | undefined
  signal?: AbortSignal | undefined
  wait?: Wait | undefined
}

/** Small enough that a lost piece costs little and progress is seen on a slow line; a gigabyte is 1,024 requests. */
const pieceSize = 1024 * 1024
/** Failures in a row without a byte of progress. */
const attempts = 6

/**
 * Sends bytes in pieces, going on where the node says the last try stopped, in this call or in an earlier one.
 *
 * @throws UsufructError the node's own, once a piece has failed too often in a row or for good
 */
export async function uploadBlob(
  actor: Actor,
  { bytes, sha256, onProgress, signal, wait = sleep }: UploadBlobInput,
): Promise<void> {
  const options = signal ? { signal } : {}
  let furthest = -1
  for (let failures = 0; ; ) {
    signal?.throwIfAborted()
    try {
      let { offset, complete } = await signedIn(actor, () =>
        actor.node.call('startUpload', { body: { sha256, size: bytes.length } }, options),
      )
      while (!complete) {
        onProgress?.(offset, bytes.length)
        if (offset > furthest) failures = 0
        furthest = Math.max(furthest, offset)
        const piece = bytes.subarray(offset, offset + pieceSize)
        const next = await sendPiece(actor, sha256, offset, piece, signal)
        // A node that neither takes bytes nor says no would keep us here for ever.
        if (next.offset <= offset && !next.complete) throw stuck(offset)
        offset = next.offset
        complete = next.complete
      }
      onProgress?.(bytes.length, bytes.length)
      return
    } catch (error) {
      // An offset that moved meanwhile is asked for again rather than argued about.
      const retry = isTransient(error) || findUsufructError(error)?.code === 'UPLOAD_OFFSET_MISMATCH'
      if (!retry || ++failures >= attempts) throw error
      await wait(pauseBefore(failures - 1), signal)
    }
  }
}

const stuck = (offset: number) =>
  new UsufructError({
    code: 'UPLOAD_STUCK',
    kind: 'unreachable',
    message: `The node took no more bytes after ${offset}.`,
    hint: 'Repeat this: the upload goes on where it stopped.',
    details: { offset },
  })

async function sendPiece(
  actor: Actor,
  sha256: Hex,
  offset: number,
  piece: Uint8Array,
  signal: AbortSignal | undefined,
) {
  const response = await signedIn(actor, () =>
    actor.node.raw(`/api/uploads/${sha256}`, {
      method: 'PATCH',
      headers: { 'upload-offset': String(offset), 'content-type': 'application/octet-stream' },
      body: piece as Uint8Array<ArrayBuffer>,
      ...(signal ? { signal } : {}),
    }),
  )
  return uploadProgress.parse(await response.json())
}
