import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { base64nopad } from '@scure/base'
import { aead } from '#aead'
import { AgeCorruptError, AgeWrongKeyError } from './ageErrors.ts'

export const payloadNonceSize = 16
/** A file of ours has about 200 bytes of header; a stranger's may name more recipients. */
export const maxHeaderSize = 16_384

const version = 'age-encryption.org/v1'
const stanzaInfo = utf8ToBytes('age-encryption.org/v1/X25519')
const zeroNonce = new Uint8Array(12)
const ascii = new TextDecoder('latin1')

type Stanza = { args: string[]; body: Uint8Array }
export type Header = { stanzas: Stanza[]; mac: Uint8Array; macInput: Uint8Array; size: number }

const macOf = (fileKey: Uint8Array, macInput: Uint8Array) =>
  hmac(sha256, hkdf(sha256, fileKey, undefined, utf8ToBytes('header'), 32), macInput)

export const streamKeyOf = (fileKey: Uint8Array, payloadNonce: Uint8Array) =>
  hkdf(sha256, fileKey, payloadNonce, utf8ToBytes('payload'), 32)

const wrapKeyOf = (shared: Uint8Array, share: Uint8Array, recipient: Uint8Array) =>
  hkdf(sha256, shared, concatBytes(share, recipient), stanzaInfo, 32)

export function writeHeader(recipient: Uint8Array, fileKey: Uint8Array): Uint8Array {
  const ephemeral = randomBytes(32)
  const share = x25519.getPublicKey(ephemeral)
  const wrapKey = wrapKeyOf(x25519.getSharedSecret(ephemeral, recipient), share, recipient)
  const body = aead.seal(wrapKey, zeroNonce, fileKey)
  const macInput = utf8ToBytes(
    `${version}\n-> X25519 ${base64nopad.encode(share)}\n${base64nopad.encode(body)}\n---`,
  )
  return concatBytes(macInput, utf8ToBytes(` ${base64nopad.encode(macOf(fileKey, macInput))}\n`))
}

function decodeBase64(text: string): Uint8Array {
  try {
    return base64nopad.decode(text)
  } catch {
    throw new AgeCorruptError('its header is not base64 where it should be')
  }
}

function parseStanzas(lines: string[]): Stanza[] {
  const stanzas: Stanza[] = []
  for (let at = 0; at < lines.length; ) {
    const args = (lines[at++] ?? '').split(' ')
    if (args.shift() !== '->' || args.length === 0 || args.includes(''))
      throw new AgeCorruptError('its header has a line that is no recipient')
    const body: Uint8Array[] = []
    for (let full = true; full; ) {
      const line = lines[at++]
      if (line === undefined || line.length > 64)
        throw new AgeCorruptError('its header breaks off in a recipient')
      body.push(decodeBase64(line))
      full = line.length === 64
    }
    stanzas.push({ args, body: concatBytes(...body) })
  }
  return stanzas
}

/** The header at the start of `bytes`, or null when more bytes are needed to see its end. */
export function parseHeader(bytes: Uint8Array): Header | null {
  const text = ascii.decode(bytes.subarray(0, maxHeaderSize))
  const firstLine = `${version}\n`
  if (!text.startsWith(firstLine.slice(0, text.length)))
    throw new AgeCorruptError('it does not begin like an age v1 file')
  const macLine = text.indexOf('\n--- ')
  const end = macLine < 0 ? -1 : text.indexOf('\n', macLine + 1)
  if (end < 0) {
    // Payload where the header should go on: its end was damaged, nothing is missing.
    if (/[^\n\x20-\x7e]/.test(text)) throw new AgeCorruptError('its header has no end')
    if (bytes.length >= maxHeaderSize) throw new AgeCorruptError('its header has no end')
    return null
  }
  const mac = decodeBase64(text.slice(macLine + 5, end))
  if (mac.length !== 32) throw new AgeCorruptError('its header is sealed with the wrong number of bytes')
  const body = text.slice(firstLine.length, macLine)
  return {
    stanzas: parseStanzas(body.split('\n')),
    mac,
    macInput: bytes.slice(0, macLine + 4),
    size: end + 1,
  }
}

function unwrapFileKey(scalar: Uint8Array, publicKey: Uint8Array, { args, body }: Stanza): Uint8Array | null {
  if (args[0] !== 'X25519') return null
  const share = args.length === 2 ? decodeBase64(args[1] ?? '') : new Uint8Array(0)
  if (share.length !== 32 || body.length !== 32)
    throw new AgeCorruptError('its X25519 recipient has the wrong size')
  let shared: Uint8Array
  try {
    shared = x25519.getSharedSecret(scalar, share)
  } catch {
    throw new AgeCorruptError('its X25519 recipient is a point of low order')
  }
  return aead.open(wrapKeyOf(shared, share, publicKey), zeroNonce, body)
}

const equal = (a: Uint8Array, b: Uint8Array) => {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

/** @throws AgeWrongKeyError when no recipient of the header opens under this key. */
export function openHeader(scalar: Uint8Array, header: Header): Uint8Array {
  const publicKey = x25519.getPublicKey(scalar)
  for (const stanza of header.stanzas) {
    const fileKey = unwrapFileKey(scalar, publicKey, stanza)
    if (fileKey === null) continue
    if (!equal(header.mac, macOf(fileKey, header.macInput)))
      throw new AgeCorruptError('its header does not authenticate')
    return fileKey
  }
  throw new AgeWrongKeyError()
}
