import { base64urlnopad } from '@scure/base'
import { recoverTypedDataAddress } from 'viem'
import { joinScanned } from '../documents/splitPayload.ts'
import { UsufructError } from '../domain/errors.ts'
import { datasetIdOf } from '../domain/ids.ts'
import { eip712Domain } from '../messages/domain.ts'
import { withdrawConsentsTypes } from '../messages/onchain.ts'
import { type LeaveCard, leaveCard, leaveCardPrefix } from './leaveCard.ts'

const invalid = (message: string, details: Record<string, unknown> = {}, cause?: unknown) =>
  new UsufructError({
    code: 'LEAVE_CARD_INVALID',
    message,
    hint: 'Copy the whole text again, from “usufruct-leave:1:” to its end, or scan the code again.',
    details,
    cause,
  })

/** The card's own characters, wherever the text stands: with words around it, or broken over lines, the shortest
 * reading first. */
function* payloadsIn(text: string): Generator<string> {
  const at = text.indexOf(leaveCardPrefix)
  if (at < 0) throw invalid('There is no leave card in this text.')
  let payload = ''
  for (const line of text.slice(at + leaveCardPrefix.length).split(/\r?\n/)) {
    const [, part, rest] = /^\s*([A-Za-z0-9_-]+)(.*)$/.exec(line) ?? []
    if (part === undefined) return
    payload += part
    yield payload
    if (rest?.trim()) return
  }
}

const decode = (payload: string): unknown =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(base64urlnopad.decode(payload)))

function readJson(text: string): unknown {
  // Also as the JSON that a card is made of.
  const sources = text.trim().startsWith('{')
    ? [() => JSON.parse(text) as unknown]
    : [...payloadsIn(text)].map((payload) => () => decode(payload))
  let cause: unknown
  for (const source of sources)
    try {
      return source()
    } catch (error) {
      cause = error
    }
  throw invalid('The leave card is damaged: some of its characters are missing or changed.', {}, cause)
}

function parse(text: string): LeaveCard {
  // A long card is several numbered codes.
  const parsed = leaveCard.safeParse(readJson(joinScanned(text)))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw invalid(`The leave card does not have the agreed form (${issues[0]}).`, { issues })
}

/** Whether the card's account signed exactly this. Accounts of members are keys, never contracts. */
async function isSigned({ chainId, members, account, dataset, inners, signature }: LeaveCard) {
  const signer = await recoverTypedDataAddress({
    domain: eip712Domain(chainId, members),
    types: withdrawConsentsTypes,
    primaryType: 'WithdrawConsents',
    message: { account, dataset: dataset.id, inners },
    signature,
  }).catch(() => undefined)
  return signer?.toLowerCase() === account
}

/** Reads a leave card from a text that has one, or has the numbered pieces of one, line by line.
 * @throws UsufructError `LEAVE_CARD_INVALID`, `QR_PARTS_MISSING` */
export async function readLeaveCard(text: string): Promise<LeaveCard> {
  const card = parse(text)
  if (datasetIdOf(card.dataset.slug) !== card.dataset.id)
    throw invalid('The leave card names another dataset than the one it was signed for.', {
      dataset: card.dataset,
    })
  if (await isSigned(card)) return card
  throw invalid('The leave card’s signature is not that of its account: something in it was changed.', {
    account: card.account,
  })
}
