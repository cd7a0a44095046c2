import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Address, bytesToHex, type Hex, hexToBytes } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import { bufferOf, hpke, importPrivateKey, importPublicKey } from './hpke.ts'

/** What an answer is bound to: the keeper that gives it and the EIP-712 digest of the request it answers. */
export type AnswerBinding = { keeper: Address; request: Hex }

/** Shares under one HPKE context: `ciphertexts[i]` is that of `served[i]`, and opens only in this order. */
export type SealedAnswer = { enc: Hex; served: Hex[]; ciphertexts: Hex[] }

type NamedShare = { contribution: Hex; share: Uint8Array }

const info = bufferOf(utf8ToBytes('usufruct/answer/1'))

/** Contribution ‖ keeper ‖ request, in one buffer that only changes its first 32 bytes. */
function associatedFor({ keeper, request }: AnswerBinding): (contribution: Hex) => ArrayBuffer {
  const tail = concatBytes(hexToBytes(keeper), hexToBytes(request))
  return (contribution) => concatBytes(hexToBytes(contribution), tail).buffer as ArrayBuffer
}

/**
 * Seals shares to a requester's ephemeral key. The key agreement, which is what costs, happens once for the
 * whole request.
 */
export async function sealAnswer(
  shares: Iterable<NamedShare> | AsyncIterable<NamedShare>,
  ephemeralKey: Hex,
  binding: AnswerBinding,
): Promise<SealedAnswer> {
  const sender = await hpke.createSenderContext({
    recipientPublicKey: await importPublicKey(ephemeralKey),
    info,
  })
  const associated = associatedFor(binding)
  const served: Hex[] = []
  const ciphertexts: Hex[] = []
  for await (const { contribution, share } of shares) {
    const ciphertext = await sender.seal(bufferOf(share), associated(contribution))
    served.push(contribution)
    ciphertexts.push(bytesToHex(new Uint8Array(ciphertext)))
  }
  return { enc: bytesToHex(new Uint8Array(sender.enc)), served, ciphertexts }
}

/** @throws UsufructError `ANSWER_UNREADABLE` when it is not this keeper's answer to this request. */
export async function openAnswer(
  { enc, served, ciphertexts }: SealedAnswer,
  ephemeralPrivateKey: Hex,
  binding: AnswerBinding,
): Promise<Map<Hex, Uint8Array>> {
  const shares = new Map<Hex, Uint8Array>()
  try {
    const recipient = await hpke.createRecipientContext({
      recipientKey: await importPrivateKey(ephemeralPrivateKey),
      enc: bufferOf(hexToBytes(enc)),
      info,
    })
    const associated = associatedFor(binding)
    for (const [i, contribution] of served.entries()) {
      const ciphertext = bufferOf(hexToBytes(ciphertexts[i] ?? '0x'))
      shares.set(contribution, new Uint8Array(await recipient.open(ciphertext, associated(contribution))))
    }
  } catch (cause) {
    throw new UsufructError({
      code: 'ANSWER_UNREADABLE',
      kind: 'unreachable',
      message: `Keeper ${binding.keeper} gave an answer that does not open.`,
      hint: 'Ask again; if it stays so, leave this keeper out: the others are enough.',
      details: { keeper: binding.keeper, opened: shares.size, served: served.length },
      cause,
    })
  }
  return shares
}
