import { dutiesOf } from '@usufruct/sdk/founding/duties'
import type { DaoInfo, PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { count, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../context.ts'
import { members } from '../db/schema.ts'
import { type Agreement, currentAgreements } from '../flow/consent/agreements.ts'

const practiceBanner = 'Practice DAO: one operator controls the ledger and the keys. Test money only.'
const noHash: Hex = `0x${'0'.repeat(64)}`

const countMembers = async (ctx: Context): Promise<number> => {
  const [row] = await ctx.db.select({ count: count() }).from(members).where(isNull(members.leftAt))
  return row?.count ?? 0
}

const present = ({
  hash,
  title,
  version,
  language,
  authoritative,
  terms,
}: Agreement): PublishedAgreement => ({
  hash,
  title,
  version,
  language,
  authoritative,
  terms,
})

const showCharter = (ctx: Context, memberCount: number): DaoInfo['charter'] => {
  const { charter, texts } = ctx
  const { hash, front } = texts.charter
  const { kind, legalName, accountableAgent } = charter.wrapper
  return {
    hash,
    title: front.title,
    version: front.version,
    windows: charter.windows,
    split: charter.split,
    template: front.renderedFrom?.template ?? noHash,
    parameters: front.renderedFrom?.parameters ?? noHash,
    wrapper: { kind, legalName, accountableAgent },
    contacts: charter.contacts,
    duties: dutiesOf(charter, { members: memberCount, now: ctx.now() }),
    personalData: charter.data.personalData,
  }
}

export const showDao = async (ctx: Context): Promise<DaoInfo> => {
  const agreements = (await currentAgreements(ctx)).map(present)
  const [agreement] = agreements
  if (!agreement) throw new Error('a founded DAO has an agreement')
  return {
    name: ctx.charter.name,
    practice: ctx.charter.practice,
    banner: ctx.charter.practice ? practiceBanner : null,
    version: ctx.version,
    deployment: ctx.deployment,
    coin: ctx.coin,
    charter: showCharter(ctx, await countMembers(ctx)),
    agreement,
    agreements,
    operator: ctx.operator.address.toLowerCase() as Hex,
    treasury: ctx.treasury,
    keepers: ctx.keepers.map(({ index, address, hpkePublicKey }) => ({
      index,
      address,
      hpkePublicKey,
      url: `/keepers/${index}`,
    })),
    keepersNeeded: ctx.keepersNeeded,
    rpc: '/rpc',
    anchorEvery: ctx.anchoring?.every ?? null,
  }
}
