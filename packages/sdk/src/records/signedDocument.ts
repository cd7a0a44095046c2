import { type Address, type Hex, recoverTypedDataAddress, sha256, stringToBytes } from 'viem'
import { eip712Domain } from '../messages/domain.ts'
import { signedDocumentTypes } from '../messages/offchain.ts'

/** What an operator signs documents as. */
export const documentKinds = ['consent-receipt', 'license-certificate'] as const
export type DocumentKind = (typeof documentKinds)[number]

export type SignedDocument = {
  chainId: number
  members: Address
  kind: DocumentKind
  /** SHA-256 of the document's exact bytes. */
  hash: Hex
  /** Of the change or the purchase it is about; Unix time in seconds. */
  at: number
}

/** EIP-712 typed data of a signature under a document. */
export const signedDocumentData = ({ chainId, members, kind, hash, at }: SignedDocument) => ({
  domain: eip712Domain(chainId, members),
  types: signedDocumentTypes,
  primaryType: 'SignedDocument' as const,
  message: { kind, document: hash, at: BigInt(at) },
})

export const hashDocument = (text: string): Hex => sha256(stringToBytes(text))

/** Whose key made a signature under a document; null when it is no signature at all. */
export const documentSigner = async (document: SignedDocument, signature: Hex): Promise<Address | null> => {
  try {
    const signer = await recoverTypedDataAddress({ ...signedDocumentData(document), signature })
    return signer.toLowerCase() as Address
  } catch {
    return null
  }
}
