import { UsufructError } from '../domain/errors.ts'

/** A response's body as an async iterable. Safari's streams do not iterate by themselves yet. */
export async function* streamOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await read(reader)
      if (done) return
      yield value
    }
  } finally {
    // Whoever stops reading early frees the connection too.
    await reader.cancel().catch(() => undefined)
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new UsufructError({
      code: 'TRANSFER_INTERRUPTED',
      kind: 'unreachable',
      message: 'The connection broke off in the middle of a transfer.',
      hint: 'Try again.',
      cause,
    })
  }
}
