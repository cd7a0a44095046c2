import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type Hex, hexToBytes } from 'viem'

const algorithm = 'chacha20-poly1305'
const options = { authTagLength: 16 } as const

/** Nonce ‖ ciphertext ‖ tag, bound to the contribution. */
export function sealAtRest(storeKey: Uint8Array, contribution: Hex, share: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, storeKey, nonce, options)
  cipher.setAAD(hexToBytes(contribution), { plaintextLength: share.length })
  return Buffer.concat([nonce, cipher.update(share), cipher.final(), cipher.getAuthTag()])
}

/** @throws UsufructError `SHARE_DAMAGED` */
export function openAtRest(storeKey: Uint8Array, contribution: Hex, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(algorithm, storeKey, sealed.subarray(0, 12), options)
  decipher.setAAD(hexToBytes(contribution), { plaintextLength: sealed.length - 28 })
  decipher.setAuthTag(sealed.subarray(sealed.length - 16))
  const share = decipher.update(sealed.subarray(12, sealed.length - 16))
  try {
    decipher.final()
  } catch (cause) {
    throw new UsufructError({
      code: 'SHARE_DAMAGED',
      kind: 'internal',
      message: `The stored share of contribution ${contribution} does not open.`,
      hint: 'Restore this keeper’s home from its backup.',
      details: { contribution },
      cause,
    })
  }
  return share
}
