import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import { bufferOf, hpke, importPrivateKey, importPublicKey } from './hpke.ts'

/** Which share of which contribution: bound to the ciphertext, so that a share cannot be passed off as another. */
export type ShareName = { contribution: Hex; index: number }

const info = bufferOf(utf8ToBytes('usufruct/deposit/1'))
const encapsulatedSize = 32
const associated = ({ contribution, index }: ShareName) =>
  bufferOf(concatBytes(hexToBytes(contribution), Uint8Array.of(index)))

/** Seals one share to one keeper; 32 bytes of encapsulated key and the ciphertext, as one hex string. */
export async function sealShare(share: Uint8Array, keeperPublicKey: Hex, name: ShareName): Promise<Hex> {
  const sender = await hpke.createSenderContext({
    recipientPublicKey: await importPublicKey(keeperPublicKey),
    info,
  })
  const ciphertext = await sender.seal(bufferOf(share), associated(name))
  return bytesToHex(concatBytes(new Uint8Array(sender.enc), new Uint8Array(ciphertext)))
}

/** @throws UsufructError `SHARE_UNREADABLE` when it was sealed to another keeper, or for another place. */
export async function openSealedShare(
  sealed: Hex,
  keeperPrivateKey: Hex,
  name: ShareName,
): Promise<Uint8Array> {
  const bytes = hexToBytes(sealed)
  try {
    const recipient = await hpke.createRecipientContext({
      recipientKey: await importPrivateKey(keeperPrivateKey),
      enc: bufferOf(bytes.subarray(0, encapsulatedSize)),
      info,
    })
    return new Uint8Array(await recipient.open(bufferOf(bytes.subarray(encapsulatedSize)), associated(name)))
  } catch (cause) {
    throw new UsufructError({
      code: 'SHARE_UNREADABLE',
      message: `The sealed share of contribution ${name.contribution} does not open here.`,
      hint: 'Seal it to the public key and index that this keeper’s /status names.',
      details: name,
      cause,
    })
  }
}
