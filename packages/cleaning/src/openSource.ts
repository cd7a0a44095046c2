import { CleaningError } from './errors.ts'
import type { ByteSource } from './formats/format.ts'
import type { Limits } from './limits.ts'
import type { CleaningOptions, Progress, Source } from './types.ts'

/** A file that can be walked several times in blocks of one size, however its bytes arrive. */
export type OpenSource = {
  name: string
  pass(phase: Progress['phase']): AsyncGenerator<Uint8Array>
  /** The first bytes, at most `length`. */
  head(length: number): Promise<Uint8Array>
  /** The same bytes by their offsets: straight from the source where it can, else from memory. */
  bytes(phase: Progress['phase']): Promise<ByteSource>
}

const BLOCK = 256 * 1024

export const openSource = (
  source: Source,
  limits: Limits,
  { onProgress, signal, pause }: CleaningOptions,
): OpenSource => {
  if (source.size !== undefined && source.size > limits.bytes) throw tooLarge(source.size, limits)
  let size = source.bytes instanceof Uint8Array ? source.bytes.length : source.size
  let joined: Promise<Uint8Array> | undefined

  // A stream that cannot be opened again is kept, which the byte limit bounds.
  const inMemory = async (): Promise<Uint8Array> => {
    const { bytes } = source
    if (bytes instanceof Uint8Array) return bytes
    joined ??= join(regroup(typeof bytes === 'function' ? bytes() : bytes, limits))
    return joined
  }
  const arriving = async function* (): AsyncGenerator<Uint8Array> {
    if (typeof source.bytes === 'function') yield* source.bytes()
    else yield* split(await inMemory())
  }

  return {
    name: source.name,
    async *pass(phase) {
      let read = 0
      for await (const block of regroup(arriving(), limits)) {
        signal?.throwIfAborted()
        read += block.length
        yield block
        onProgress?.({ phase, read, total: Math.max(read, size ?? read) })
        await pause?.()
      }
      size = read
    },
    async head(length) {
      if (source.slice) return source.slice(0, Math.min(length, size ?? length))
      if (typeof source.bytes !== 'function') return (await inMemory()).subarray(0, length)
      return join(first(source.bytes(), length))
    },
    async bytes(phase) {
      const total = size ?? (await inMemory()).length
      let read = 0
      return {
        size: total,
        async slice(start, end) {
          signal?.throwIfAborted()
          const from = Math.min(Math.max(0, start), total)
          const to = Math.min(Math.max(from, end), total)
          const part = source.slice ? await source.slice(from, to) : (await inMemory()).subarray(from, to)
          read = Math.min(total, read + to - from)
          onProgress?.({ phase, read, total })
          await pause?.()
          return part
        },
      }
    },
  }
}

async function* first(chunks: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const chunk of chunks) {
    yield chunk.slice(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

const join = async (blocks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  for await (const block of blocks) parts.push(block)
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function* split(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield bytes.subarray(at, at + BLOCK)
}

// One block size makes the work, and so every result, independent of how the chunks happened to arrive.
async function* regroup(chunks: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(BLOCK)
  let filled = 0
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > limits.bytes) throw tooLarge(total, limits)
    for (let at = 0; at < chunk.length; ) {
      const take = Math.min(BLOCK - filled, chunk.length - at)
      block.set(chunk.subarray(at, at + take), filled)
      filled += take
      at += take
      if (filled === BLOCK) {
        yield block
        block = new Uint8Array(BLOCK)
        filled = 0
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

const tooLarge = (bytes: number, limits: Limits) =>
  new CleaningError(
    'FILE_TOO_LARGE',
    `The file has more than ${limits.bytes} bytes.`,
    'Split it into several files and lend each.',
    { bytes, limit: limits.bytes },
  )
