import type { Hex } from 'viem'

/** Bytes by their SHA-256. What is stored is ciphertext or public; storage is trusted with neither. */
export type Storage = {
  /** Stores bytes and returns their hash. Idempotent. */
  put: (bytes: Uint8Array) => Promise<Hex>
  /** Takes over a complete file, after checking that it hashes to `hash`.
   * @throws UsufructError `BLOB_HASH_MISMATCH` and leaves the file where it is */
  adopt: (path: string, hash: Hex) => Promise<void>
  /** @throws UsufructError `BLOB_NOT_FOUND` */
  get: (hash: Hex) => Promise<Uint8Array>
  /** A range of bytes, both ends inclusive; the whole without one.
   * @throws UsufructError `BLOB_NOT_FOUND` */
  read: (hash: Hex, range?: { start: number; end: number }) => Promise<ReadableStream<Uint8Array>>
  /** Size in bytes, or null when it is not here. */
  size: (hash: Hex) => Promise<number | null>
  delete: (hash: Hex) => Promise<void>
}
