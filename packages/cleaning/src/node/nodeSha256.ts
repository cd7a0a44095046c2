import { createHash } from 'node:crypto'
import type { Sha256 } from '../sha256.ts'

/** OpenSSL's, many times as fast as the portable one, same digests. */
export const nodeSha256 = (): Sha256 => createHash('sha256')
