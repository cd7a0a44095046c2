import { UsufructError } from '@usufruct/sdk/domain/errors'
import { sha256Hash } from '@usufruct/sdk/domain/ids'
import type { Hono } from 'hono'
import type { Hex } from 'viem'
import type { Context } from '../context.ts'
import { maxPiece, receivePiece } from '../flow/contribute/receiveUpload.ts'
import { accountOf } from './session.ts'

const hashFrom = (value: string): Hex => {
  const parsed = sha256Hash.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UsufructError({
    code: 'HASH_INVALID',
    message: 'A blob is named by its SHA-256: 0x and 64 hex digits.',
    hint: 'Copy it from the manifest.',
  })
}

const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | undefined => {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!match) return undefined
  const start = Number(match[1])
  const end = match[2] ? Math.min(Number(match[2]), size - 1) : size - 1
  if (start <= end) return { start, end }
  throw new UsufructError({
    code: 'RANGE_INVALID',
    message: `The range ${header} is outside of the ${size} bytes.`,
    hint: 'Ask for a part that exists.',
  })
}

/** Bytes, which are not JSON: what is stored (ciphertext and public texts) and pieces of uploads. */
export const mountBlobs = (app: Hono, ctx: Context) => {
  app.get('/api/blobs/:sha256', async (http) => {
    const hash = hashFrom(http.req.param('sha256'))
    const size = await ctx.storage.size(hash)
    const range = size === null ? undefined : rangeOf(http.req.header('range'), size)
    const body = await ctx.storage.read(hash, range)
    return new Response(body, {
      status: range ? 206 : 200,
      headers: {
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable',
        'accept-ranges': 'bytes',
        'content-length': String(range ? range.end - range.start + 1 : size),
        ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${size}` } : {}),
      },
    })
  })

  app.patch('/api/uploads/:sha256', async (http) => {
    const account = await accountOf(ctx, http)
    if (!account)
      throw new UsufructError({
        code: 'SIGN_IN_FIRST',
        kind: 'unauthenticated',
        message: 'Uploading needs a signed-in account.',
        hint: 'Sign in and go on.',
      })
    const sha256 = hashFrom(http.req.param('sha256'))
    const offset = Number(http.req.header('upload-offset'))
    const piece = new Uint8Array(await http.req.arrayBuffer())
    if (!Number.isSafeInteger(offset) || offset < 0 || piece.length === 0 || piece.length > maxPiece)
      throw new UsufructError({
        code: 'UPLOAD_PIECE_INVALID',
        message: `A piece has 1 to ${maxPiece} bytes and an Upload-Offset.`,
        hint: 'Ask POST /api/uploads where to go on.',
        details: { offset, bytes: piece.length },
      })
    return http.json(await receivePiece(ctx, account, { sha256, offset, piece }))
  })
}
