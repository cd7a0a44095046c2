import { chacha20poly1305 } from '@noble/ciphers/chacha.js'

/** ChaCha20-Poly1305 with a 12-byte nonce and the 16-byte tag at the end. Which file answers to `#aead` is
 * chosen by the package's `imports` conditions, so a browser bundle never sees `node:crypto`. */
export type Aead = {
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array
  /** Null when the tag does not match: whoever calls knows what that means, this layer does not. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | null
}

export const aead: Aead = {
  seal: (key, nonce, plaintext) => chacha20poly1305(key, nonce).encrypt(plaintext),
  open(key, nonce, sealed) {
    if (sealed.length < 16) return null
    try {
      return chacha20poly1305(key, nonce).decrypt(sealed)
    } catch {
      return null
    }
  },
}
