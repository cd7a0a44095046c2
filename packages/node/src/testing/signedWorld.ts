import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { consentBitsOf, consentIdOf, consentInnerOf } from '@usufruct/sdk/domain/ids'
import { encodeManifest } from '@usufruct/sdk/domain/manifest'
import { type Purpose, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { termsTextOf } from '@usufruct/sdk/founding/publishTexts'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes, pauseConsentsTypes, withdrawConsentsTypes } from '@usufruct/sdk/messages/onchain'
import { shortSignatureOf } from '@usufruct/sdk/messages/shortSignature'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash, termsText } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import { encodeFunctionData, type Hex, keccak256, slice, toHex, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Context } from '../context.ts'
import { processingGrants } from '../db/lookSchema.ts'
import * as schema from '../db/schema.ts'
import { termsHomeOf } from '../flow/consent/knownTerms.ts'
import { openTestContext, testDeployment } from './fakeContext.ts'

export const id = (name: string): Hex => keccak256(toHex(name))
export const low = (value: Hex) => value.toLowerCase() as Hex
export const now = 1_800_000_000
export const day = 86_400
export const member = privateKeyToAccount(id('member'))
export const operator = privateKeyToAccount(id('operator'))

export type SignedConsent = { id: Hex; inner: Hex }

/** A node's database with permissions that a member really signed, as the chain and the relay left them. */
export const openSignedWorld = async () => {
  /** Calls that reached the chain, by transaction. */
  const calls = new Map<Hex, Hex>()
  let block = 0
  const open = await openTestContext({
    operator,
    publicHosts: [],
    keepers: [0, 1, 2].map((index) => ({
      index,
      address: low(id('keeper')).slice(0, 42) as Hex,
      hpkePublicKey: zeroHash,
      url: '',
    })),
    keepersNeeded: 2,
    offerNames: new Map(),
    publicClient: {
      getTransaction: async ({ hash }: { hash: Hex }) => ({ input: calls.get(hash) ?? '0x' }),
    } as unknown as Context['publicClient'],
  })
  const { ctx } = open
  const [first] = ctx.datasetIds
  const dataset = first?.[0] as Hex
  const slug = first?.[1] as string
  const domain = eip712Domain(testDeployment.chainId, testDeployment.members)

  const clear = async () => {
    open.setTime(now)
    for (const table of [
      ...[schema.builds, schema.consentActs, schema.consents, schema.contributions, schema.events],
      ...[schema.licenses, schema.offers, schema.parts, processingGrants],
      ...[schema.receipts, schema.releases],
    ])
      await ctx.db.delete(table)
  }

  const keepEvent = async (name: string, args: Record<string, string>, transaction: Hex, at = now) => {
    block += 1
    await ctx.db
      .insert(schema.events)
      .values({ block, logIndex: 0, transaction, at, name, account: low(member.address), args })
  }

  const onChain = async (name: string, consentId: Hex, input: Hex) => {
    const transaction = id(`${name}${consentId}`)
    calls.set(transaction, input)
    await keepEvent(name, { consentId }, transaction)
  }
  /** A permission that its member really signed. */
  const grant = async (
    salt: string,
    {
      purposes = ['ai.finetune'],
      end = now + 400 * day,
      replaces,
      at = now - day,
    }: {
      purposes?: readonly Purpose[]
      end?: number
      replaces?: Hex
      at?: number
    } = {},
  ) => {
    const agreement = ctx.texts.agreements[0]
    if (!agreement) throw new Error('a DAO has an agreement')
    const terms = grantTerms(termsHomeOf(ctx), termsTextOf(agreement), {
      dataset: slug,
      purposes,
      end,
      replaces,
    })
    const hash = termsHash(terms)
    await ctx.db
      .insert(schema.terms)
      .values({ hash, text: termsText(terms) })
      .onConflictDoNothing()
    const consent = {
      dataset,
      terms: hash,
      purposes: purposesToBitmap(purposes),
      end,
      salt: slice(id(salt), 0, 8),
    }
    const message = {
      account: low(member.address),
      ...consent,
      salt: BigInt(consent.salt),
      deadline: now,
    }
    const signature = await member.signTypedData({
      domain,
      types: grantConsentTypes,
      primaryType: 'GrantConsent',
      message,
    })
    const short = shortSignatureOf(signature)
    if (!short) throw new Error('a key signs in 65 bytes')
    const inner = consentInnerOf(consent)
    const consentId = consentIdOf(message.account, inner)
    await ctx.db.insert(schema.consents).values({
      id: consentId,
      account: message.account,
      dataset,
      inner,
      agreement: agreement.hash,
      terms: hash,
      purposes: consent.purposes,
      grantedAt: at,
      grantedBlock: block + 1,
      grantedLog: 0,
      end,
      replaces: replaces ?? null,
    })
    await onChain(
      'ConsentGranted',
      consentId,
      encodeFunctionData({
        abi: membersAbi,
        functionName: 'recordBySig',
        args: [
          { account: message.account, terms: hash, bits: consentBitsOf({ ...consent, time: now }), ...short },
        ],
      }),
    )
    return { id: consentId, inner }
  }

  const stop = async (kind: 'pause' | 'withdraw', consent: SignedConsent, at: number) => {
    const message = { account: low(member.address), dataset, inners: [consent.inner] }
    const signature =
      kind === 'pause'
        ? await member.signTypedData({
            domain,
            types: pauseConsentsTypes,
            primaryType: 'PauseConsents',
            message,
          })
        : await member.signTypedData({
            domain,
            types: withdrawConsentsTypes,
            primaryType: 'WithdrawConsents',
            message,
          })
    await ctx.db
      .update(schema.consents)
      .set(kind === 'pause' ? { pausedAt: at } : { withdrawnAt: at })
      .where(eq(schema.consents.id, consent.id))
    await onChain(
      kind === 'pause' ? 'ConsentPaused' : 'ConsentWithdrawn',
      consent.id,
      encodeFunctionData({
        abi: membersAbi,
        functionName: kind === 'pause' ? 'pauseBySig' : 'withdrawBySig',
        args: [message.account, dataset, message.inners, signature],
      }),
    )
  }

  /** A founding offer with one version of three members' rows, and a license. */
  const released = async () => {
    const [offer] = ctx.foundingOffers
    if (!offer) throw new Error('the sample has offers')
    const { purposes } = offer.offer
    await ctx.db.insert(schema.offers).values({
      id: 1n,
      dataset,
      purposes: purposesToBitmap(purposes),
      terms: offer.hash,
      pricePerMonth: 1_000_000n,
      maxMonths: 12,
      closed: false,
    })
    const lent = [
      await grant('stays', { purposes }),
      await grant('ends', { purposes, end: now + 31 * day }),
      await grant('pauses', { purposes }),
    ]
    const manifest = encodeManifest({
      schema: 'usufruct-release/1',
      dao: testDeployment.members,
      chainId: testDeployment.chainId,
      dataset: { id: dataset, slug, name: slug },
      offer: '1',
      release: 1,
      at: now - 40 * day,
      validUntil: now + 400 * day,
      purposes: [...purposes],
      columns: [],
      parts: [],
      croissant: id('croissant'),
      rowsTotal: 0,
    })
    await ctx.storage.put(manifest.bytes)
    await ctx.db.insert(schema.releases).values({
      offer: 1n,
      release: 1,
      state: 'active',
      at: now - 40 * day,
      validUntil: now + 400 * day,
      root: id('root'),
      total: 1n,
      manifest: manifest.hash,
      challengeEnds: now - 40 * day,
      asserter: low(operator.address),
      bond: 0n,
      activatedAt: now - 40 * day,
    })
    await ctx.db.insert(schema.builds).values({
      manifest: manifest.hash,
      offer: 1n,
      release: 1,
      croissant: id('croissant'),
      at: now - 40 * day,
      rows: 100,
      members: 1,
      parts: 3,
    })
    for (const [at, rows] of [50, 30, 20].entries()) {
      const contribution = id(`contribution ${at}`)
      const consent = lent[at]?.id as Hex
      await ctx.db.insert(schema.contributions).values({
        id: contribution,
        account: low(member.address),
        dataset,
        consent,
        currentConsent: consent,
        commitment: id(`commitment ${at}`),
        order: at,
        at: now - (50 - at) * day,
        status: 2,
        statusAt: now - 45 * day,
      })
      await ctx.db.insert(schema.parts).values({
        manifest: manifest.hash,
        contribution,
        consent,
        rows,
        rowsRoot: id('rows'),
        weight: 1n,
        enrolled: true,
      })
    }
    const license = (1n << 64n) | 1n
    await ctx.db.insert(schema.licenses).values({
      id: license,
      offer: 1n,
      licensee: low(operator.address),
      release: 1,
      purposes: purposesToBitmap(purposes),
      start: now - 10,
      end: now - 10 + 60 * day,
      price: 2_000_000n,
    })
    await keepEvent('LicenseBought', { license: String(license) }, id('bought'), now - 10)
    return { lent, license: String(license), offer }
  }

  return { ...open, ctx, dataset, slug, clear, grant, stop, released }
}
