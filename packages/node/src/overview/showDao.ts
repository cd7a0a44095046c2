import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Hex } from 'viem'
import type { Context } from '../context.ts'

const practiceBanner = 'Practice DAO: one operator controls the ledger and the keys. Test money only.'

export const showDao = async (ctx: Context): Promise<DaoInfo> => ({
  name: ctx.charter.name,
  practice: ctx.charter.practice,
  banner: ctx.charter.practice ? practiceBanner : null,
  version: ctx.version,
  deployment: ctx.deployment,
  coin: ctx.coin,
  charter: {
    hash: ctx.texts.charter.hash,
    title: ctx.texts.charter.title,
    version: ctx.texts.charter.version,
    windows: ctx.charter.windows,
    split: ctx.charter.split,
  },
  agreement: {
    hash: ctx.texts.agreement.hash,
    title: ctx.texts.agreement.title,
    version: ctx.texts.agreement.version,
  },
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
})

/** The exact text behind a hash. @throws UsufructError `TEXT_UNKNOWN` */
export const showText = async (ctx: Context, hash: Hex) => {
  const { charter, agreement, licenses } = ctx.texts
  const found = [charter, agreement, ...licenses].find((text) => text.hash === hash)
  if (found) return { hash: found.hash, title: found.title, text: found.text }
  throw new UsufructError({
    code: 'TEXT_UNKNOWN',
    kind: 'notFound',
    message: 'This DAO has no text with that hash.',
    hint: 'The hashes of charter and agreement are in /api/dao, those of license texts in each offer.',
    details: { hash },
  })
}
