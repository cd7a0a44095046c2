import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { address, bytes32, signature, slug } from '../domain/ids.ts'

/** What begins the text of a leave card, in a file, a message or a QR code. */
export const leaveCardPrefix = 'usufruct-leave:1:'

/** As many as a node relays at once; a card fits a page. */
export const maxInners = 64

const url = z.url({ protocol: /^https?$/ }).max(300)

/**
 * A withdrawal that was signed beforehand, with all that anybody needs to send it in. It can only take permissions
 * back, so it is worth nothing to a thief and never goes stale; it does not cover what is permitted after it was made.
 */
export const leaveCard = z.strictObject({
  schema: z.literal('usufruct-leave-card/1'),
  chainId: z.number().int().positive(),
  /** The contract that takes it, whose address is the DAO's. */
  members: address,
  dao: z.string().max(200),
  account: address,
  dataset: z.strictObject({ id: bytes32, slug }),
  inners: z.array(bytes32).min(1).max(maxInners),
  signature,
  /** Unix time in seconds, as the maker's clock had it. */
  madeAt: z.number().int().nonnegative(),
  /** Where keepers can be reached from anywhere; empty when they only can through the DAO's node. */
  keepers: z.array(url).max(16),
  /** Where the chain can be asked from anywhere; hints, since anybody's own way to it is as good. */
  rpc: z.array(url).max(8),
})
export type LeaveCard = z.output<typeof leaveCard>

/** One line of text, the same for the same card. */
export const leaveCardText = (card: LeaveCard): string =>
  leaveCardPrefix + base64urlnopad.encode(utf8ToBytes(canonicalJson(card)))
