import { type Hex, parseSignature, signatureToCompactSignature, size } from 'viem'

/** A key's signature in the short form of ERC-2098, which `recordBySig` takes; nothing for one that is not a key's (65
 * bytes), such as a contract account's, which `recordBySignature` takes. */
export const shortSignatureOf = (signature: Hex): { r: Hex; vs: Hex } | undefined => {
  if (size(signature) !== 65) return undefined
  try {
    const { r, yParityAndS } = signatureToCompactSignature(parseSignature(signature))
    return { r, vs: yParityAndS }
  } catch {
    // 65 bytes that end like no key's do.
    return undefined
  }
}
