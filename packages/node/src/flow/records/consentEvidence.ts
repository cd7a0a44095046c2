import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { readConsentBits, readGrant } from '@usufruct/sdk/domain/ids'
import { type Deployment, eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes, pauseConsentsTypes, withdrawConsentsTypes } from '@usufruct/sdk/messages/onchain'
import type { ConsentEvidence } from '@usufruct/sdk/records/consentRecord'
import { and, eq, sql } from 'drizzle-orm'
import {
  compactSignatureToSignature,
  decodeFunctionData,
  type Hex,
  hashTypedData,
  serializeSignature,
} from 'viem'
import type { Context } from '../../context.ts'
import { consentActs, events } from '../../db/schema.ts'
import { low } from '../../indexer/low.ts'
import { findAnchored } from '../anchor/anchoredProof.ts'

export type ConsentActKind = 'grant' | 'pause' | 'withdraw'

type ConsentNamed = { id: Hex }

const eventOf = { grant: 'ConsentGranted', pause: 'ConsentPaused', withdraw: 'ConsentWithdrawn' } as const

/** A leave card that somebody relayed past this node left no act, but its event names the transaction. */
const transactionOf = async (
  { db }: Context,
  { id: consent }: ConsentNamed,
  kind: ConsentActKind,
): Promise<Hex | null> => {
  const [kept] = await db
    .select({ transaction: consentActs.transaction })
    .from(consentActs)
    .where(and(eq(consentActs.consent, consent), eq(consentActs.kind, kind)))
  if (kept) return kept.transaction
  const [event] = await db
    .select({ transaction: events.transaction })
    .from(events)
    .where(and(eq(events.name, eventOf[kind]), sql`(${events.args} ->> 'consentId') = ${consent}`))
  return event?.transaction ?? null
}

/** The form that everybody checks signatures in; the contract is given the short one. */
const longSignature = (r: Hex, vs: Hex) =>
  serializeSignature(compactSignatureToSignature({ r, yParityAndS: vs }))

const idIn = (account: Hex, terms: Hex, grant: bigint) =>
  readGrant({ account: low(account), terms: low(terms), grant }).consent

/** The message of a grant, from the word that the contract takes. */
const grantMade = ({ chainId, members }: Deployment, by: Hex, terms: Hex, word: bigint) => {
  const { time: deadline, ...bits } = readConsentBits(word)
  const message = { account: low(by), ...bits, terms, salt: BigInt(bits.salt), deadline }
  return {
    primaryType: 'GrantConsent' as const,
    verifyingContract: members,
    message: Object.fromEntries(Object.entries(message).map(([key, value]) => [key, String(value)])),
    digest: hashTypedData({
      domain: eip712Domain(chainId, members),
      types: grantConsentTypes,
      primaryType: 'GrantConsent',
      message,
    }),
  }
}

/** The signed message that a call to the contract was made of, about one consent; undefined for a call that carries
 * none. */
export const signedIn = (
  { deployment }: Pick<Context, 'deployment'>,
  input: Hex,
  consent: Hex,
): ConsentEvidence['signed'] => {
  const call = (() => {
    try {
      return decodeFunctionData({ abi: membersAbi, data: input })
    } catch {
      // Called through another contract, such as a contract account: what it signed is not in the call.
      return undefined
    }
  })()
  const domain = eip712Domain(deployment.chainId, deployment.members)
  const verifyingContract = deployment.members
  switch (call?.functionName) {
    case 'recordBySig':
    case 'recordManyBySig': {
      const many = call.functionName === 'recordBySig' ? call.args : call.args[0]
      const named = many.find(({ account, terms, bits }) => idIn(account, terms, bits) === consent)
      if (!named) return undefined
      const { account, terms, bits, r, vs } = named
      return { ...grantMade(deployment, account, terms, bits), signature: longSignature(r, vs) }
    }
    case 'recordBySignature': {
      const [account, terms, bits, signature] = call.args
      return { ...grantMade(deployment, account, terms, bits), signature }
    }
    case 'pauseBySig': {
      const [account, dataset, inners, signature] = call.args
      const message = { account: low(account), dataset, inners: [...inners] }
      return {
        primaryType: 'PauseConsents',
        verifyingContract,
        message,
        digest: hashTypedData({ domain, types: pauseConsentsTypes, primaryType: 'PauseConsents', message }),
        signature,
      }
    }
    case 'withdrawBySig': {
      const [account, dataset, inners, signature] = call.args
      const message = { account: low(account), dataset, inners: [...inners] }
      return {
        primaryType: 'WithdrawConsents',
        verifyingContract,
        message,
        digest: hashTypedData({
          domain,
          types: withdrawConsentsTypes,
          primaryType: 'WithdrawConsents',
          message,
        }),
        signature,
      }
    }
    default:
      return undefined
  }
}

/** Of a consent under a root the anchoring's transaction says nothing: what was signed is in the file. */
const anchoredEvidence = async (ctx: Context, consent: Hex): Promise<ConsentEvidence | undefined> => {
  const found = await findAnchored(ctx, consent)
  if (!found) return undefined
  const { account, terms, bits, r, vs } = found.leaf
  const made = grantMade(ctx.deployment, account, terms, BigInt(bits))
  return { transaction: found.anchor.transaction, signed: { ...made, signature: longSignature(r, vs) } }
}

/** What proves a change of a consent: the transaction, and the member's signature where it carries one. */
export const evidenceOf = async (
  ctx: Context,
  consent: ConsentNamed,
  kind: ConsentActKind,
): Promise<ConsentEvidence | undefined> => {
  const transaction = await transactionOf(ctx, consent, kind)
  if (!transaction) return kind === 'grant' ? anchoredEvidence(ctx, consent.id) : undefined
  const { input } = await ctx.publicClient.getTransaction({ hash: transaction })
  const signed = signedIn(ctx, input, consent.id)
  return { transaction, ...(signed ? { signed } : {}) }
}
