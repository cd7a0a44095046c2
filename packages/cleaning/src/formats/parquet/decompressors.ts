import type { Compressors } from 'hyparquet'
import {
  decompressBrotli,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
  gunzip,
} from 'hyparquet-compressors'

/** All in JavaScript, into a buffer of the size the page has been checked for. Snappy is in the library itself. */
export const decompressors: Compressors = {
  GZIP: (input, length) => gunzip(input, new Uint8Array(length)),
  BROTLI: (input, length) => decompressBrotli(input, length),
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
  LZ4: (input, length) => decompressLz4(input, length),
  LZ4_RAW: (input, length) => decompressLz4Raw(input, length),
}
