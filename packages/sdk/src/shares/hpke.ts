import { Chacha20Poly1305 } from '@hpke/chacha20poly1305'
import { CipherSuite, HkdfSha256 } from '@hpke/core'
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519'
import { type Hex, hexToBytes } from 'viem'
import { UsufructError } from '../domain/errors.ts'

/** RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. */
export const hpke = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
})

/** HPKE's library takes buffers and views alike, but its types of today name ArrayBuffer only. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer

const importKey = async (key: Hex, isPublic: boolean) => {
  try {
    return await hpke.kem.importKey('raw', bufferOf(hexToBytes(key)), isPublic)
  } catch (cause) {
    throw new UsufructError({
      code: 'X25519_KEY_INVALID',
      message: 'Not an X25519 key.',
      hint: 'It is 32 bytes, written as 0x and 64 hex digits.',
      cause,
    })
  }
}

export const importPublicKey = (key: Hex) => importKey(key, true)
export const importPrivateKey = (key: Hex) => importKey(key, false)
