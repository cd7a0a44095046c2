import { revertToError } from '@usufruct/sdk/actions/revertToError'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { consentBitsOf } from '@usufruct/sdk/domain/ids'
import type { RelayedAct, RelayRequest } from '@usufruct/sdk/http/routes/contribute'
import { type Deployment, eip712Domain } from '@usufruct/sdk/messages/domain'
import {
  claimEarningsTypes,
  grantConsentTypes,
  joinTypes,
  pauseConsentsTypes,
  registerContributionTypes,
  withdrawConsentsTypes,
} from '@usufruct/sdk/messages/onchain'
import { shortSignatureOf } from '@usufruct/sdk/messages/shortSignature'
import { and, eq, isNull } from 'drizzle-orm'
import {
  type Address,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  recoverAddress,
  sha256,
  stringToBytes,
} from 'viem'
import type { Context } from '../../context.ts'
import { consents, members } from '../../db/schema.ts'
import { queueGrant } from '../anchor/queueGrant.ts'
import { keepActs } from '../consent/keepActs.ts'
import { keepTerms } from '../consent/learnTerms.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { requireGrantTerms } from '../consent/requireGrantTerms.ts'

type Call = { to: Address; data: Hex; digest: Hex }

type Grant = Extract<RelayRequest, { kind: 'grantConsent' }>

/** The short form of a signature costs less, and counts only for who signed with the account's own key: a contract
 * account's may have as many bytes. */
const shortOf = async (account: Address, digest: Hex, signature: Hex) => {
  const short = shortSignatureOf(signature)
  if (!short) return undefined
  const signer = await recoverAddress({ hash: digest, signature }).catch(() => undefined)
  return signer?.toLowerCase() === account ? short : undefined
}

const signedGrant = async ({ members, chainId }: Deployment, { message, signature }: Grant) => {
  const { account, terms, ...bits } = message
  const deadline = Number(bits.deadline)
  const digest = hashTypedData({
    domain: eip712Domain(chainId, members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { ...bits, account, terms, salt: BigInt(bits.salt), deadline },
  })
  return { digest, short: await shortOf(account, digest, signature) }
}

const grantCall = async (deployment: Deployment, grant: Grant): Promise<Call> => {
  const { members: to } = deployment
  const { message, signature } = grant
  const { account, terms, ...bits } = message
  const word = consentBitsOf({ ...bits, time: Number(bits.deadline) })
  const { digest, short } = await signedGrant(deployment, grant)
  const data = short
    ? encodeFunctionData({
        abi: membersAbi,
        functionName: 'recordBySig',
        args: [{ account, terms, bits: word, ...short }],
      })
    : encodeFunctionData({
        abi: membersAbi,
        functionName: 'recordBySignature',
        args: [account, terms, word, signature],
      })
  return { to, data, digest }
}

/** The one place where a relayed message becomes a contract call. */
const callOf = async ({ deployment }: Context, request: RelayRequest): Promise<Call> => {
  const { signature } = request
  const domain = (contract: Address) => eip712Domain(deployment.chainId, contract)
  switch (request.kind) {
    case 'join': {
      const { account, charter } = request.message
      const deadline = BigInt(request.message.deadline)
      return {
        to: deployment.members,
        data: encodeFunctionData({
          abi: membersAbi,
          functionName: 'joinBySig',
          args: [account, charter, deadline, signature],
        }),
        digest: hashTypedData({
          domain: domain(deployment.members),
          types: joinTypes,
          primaryType: 'Join',
          message: { account, charter, deadline },
        }),
      }
    }
    case 'grantConsent':
      return grantCall(deployment, request)
    case 'withdrawConsents': {
      const { account, dataset, inners } = request.message
      return {
        to: deployment.members,
        data: encodeFunctionData({
          abi: membersAbi,
          functionName: 'withdrawBySig',
          args: [account, dataset, inners, signature],
        }),
        digest: hashTypedData({
          domain: domain(deployment.members),
          types: withdrawConsentsTypes,
          primaryType: 'WithdrawConsents',
          message: { account, dataset, inners },
        }),
      }
    }
    case 'pauseConsents': {
      const { account, dataset, inners } = request.message
      return {
        to: deployment.members,
        data: encodeFunctionData({
          abi: membersAbi,
          functionName: 'pauseBySig',
          args: [account, dataset, inners, signature],
        }),
        digest: hashTypedData({
          domain: domain(deployment.members),
          types: pauseConsentsTypes,
          primaryType: 'PauseConsents',
          message: { account, dataset, inners },
        }),
      }
    }
    case 'registerContribution': {
      const { account, dataset, consent, commitment } = request.message
      const deadline = BigInt(request.message.deadline)
      return {
        to: deployment.contributions,
        data: encodeFunctionData({
          abi: contributionsAbi,
          functionName: 'registerBySig',
          args: [account, dataset, consent, commitment, deadline, signature],
        }),
        digest: hashTypedData({
          domain: domain(deployment.contributions),
          types: registerContributionTypes,
          primaryType: 'RegisterContribution',
          message: { account, dataset, consent, commitment, deadline },
        }),
      }
    }
    case 'claimEarnings': {
      const { account, inner, to } = request.message
      const offer = BigInt(request.message.offer)
      const nonce = BigInt(request.message.nonce)
      const deadline = BigInt(request.message.deadline)
      return {
        to: deployment.offers,
        data: encodeFunctionData({
          abi: offersAbi,
          functionName: 'claimBySig',
          args: [account, offer, inner, to, nonce, deadline, signature],
        }),
        digest: hashTypedData({
          domain: domain(deployment.offers),
          types: claimEarningsTypes,
          primaryType: 'ClaimEarnings',
          message: { account, offer, inner, to, nonce, deadline },
        }),
      }
    }
  }
}

const requireKnownDataset = (ctx: Context, request: RelayRequest) => {
  if (!('dataset' in request.message)) return
  const { dataset } = request.message
  if (ctx.datasetIds.has(dataset)) return
  throw new UsufructError({
    code: 'DATASET_UNKNOWN',
    kind: 'notFound',
    message: 'This DAO has no such dataset.',
    hint: 'List them with `usufruct datasets`.',
    details: { dataset },
  })
}

const isMember = async ({ db }: Context, account: Address): Promise<boolean> => {
  const found = await db
    .select({ account: members.account })
    .from(members)
    .where(and(eq(members.account, account), isNull(members.leftAt)))
  return found.length > 0
}

type Registration = Extract<RelayRequest, { kind: 'registerContribution' }>['message']

const hasLiveConsent = async ({ db, now }: Context, { account, dataset, consent }: Registration) => {
  const found = await db
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.id, consent),
        eq(consents.account, account),
        eq(consents.dataset, dataset),
        isLiveConsent(now()),
      ),
    )
  return found.length > 0
}

/** What an account did by a transaction of its own may not be in our tables yet: asked once more before no is said. */
const holds = async (ctx: Context, check: () => Promise<boolean>): Promise<boolean> => {
  if (await check()) return true
  await ctx.indexer.sync()
  return check()
}

/** The contracts take a consent or a commitment from anybody; this node pays for members' only, and only for what
 * can come to something: without a live consent no key holder would ever open it. */
const requireStanding = async (ctx: Context, request: RelayRequest) => {
  if (request.kind !== 'grantConsent' && request.kind !== 'registerContribution') return
  const { account, dataset } = request.message
  if (!(await holds(ctx, () => isMember(ctx, account))))
    throw new UsufructError({
      code: 'NOT_A_MEMBER',
      kind: 'permission',
      message: 'Only members lend data, and this account is not one.',
      hint: 'Join first: usufruct join --as NAME.',
      details: { account },
    })
  if (request.kind === 'grantConsent') return requireGrantTerms(ctx, request)
  const { message } = request
  if (!(await holds(ctx, () => hasLiveConsent(ctx, message))))
    throw new UsufructError({
      code: 'CONSENT_NOT_LIVE',
      kind: 'permission',
      message: 'This account has no live consent of that id for that dataset.',
      hint: 'Give a new permission for the dataset and lend the file under that: `usufruct consent list` shows those there are.',
      details: { account, dataset, consent: message.consent },
    })
}

/** Where consents are anchored together, one that its account's own key signed waits for the others. */
const waitForOthers = async (ctx: Context, request: RelayRequest) => {
  if (request.kind !== 'grantConsent') return undefined
  const { digest: act, short } = await signedGrant(ctx.deployment, request)
  return short && queueGrant(ctx, request, { act, short })
}

/** Sends a member's signed act to the chain, once, and answers when the node's own view includes it; or that it waits to
 * be anchored with others.
 * @throws UsufructError with the contract's own error, or `DATASET_UNKNOWN`, `NOT_A_MEMBER`, `CONSENT_NOT_LIVE`,
 * `AGREEMENT_UNKNOWN`, `AGREEMENT_OLD`, `TERMS_MISMATCH`, `CONSENT_NOT_CONTINUED`, `ACT_DEADLINE_TOO_SOON`,
 * `CHAIN_UNREACHABLE` */
export const relayAct = async (ctx: Context, request: RelayRequest): Promise<RelayedAct> => {
  requireKnownDataset(ctx, request)
  await requireStanding(ctx, request)
  const waiting = await waitForOthers(ctx, request)
  if (waiting) return waiting
  const { to, data, digest } = await callOf(ctx, request)
  // The digest is the act: whoever relays it, and under whatever name, it is the same act.
  const sent = await ctx
    .sendOnce({ key: `relay:${digest}`, sender: ctx.relayer, to, data })
    .catch((error: unknown) => {
      throw revertToError(error)
    })
  await ctx.indexer.reached(sent.block)
  // Only what the chain took as signed is kept. Should this be lost, `learnTerms` makes it again.
  if (request.kind === 'grantConsent')
    await keepTerms(ctx, sha256(stringToBytes(request.terms)), request.terms)
  await keepActs(ctx, request, sent.hash)
  return { state: 'done', transaction: sent.hash, block: sent.block, repeated: sent.repeated }
}
