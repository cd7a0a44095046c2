import type { LocalAccount } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import { foundingDraftTypes } from '../messages/offchain.ts'
import { draftHash, type FoundingDraft } from './draft.ts'

/** There is no chain and no contract to bind it to yet; the draft's salt makes up for both. */
export const draftDomain = { name: 'Usufruct', version: '1' } as const

/** Adds a founder's signature. Signing twice changes nothing.
 * @throws UsufructError `FOUNDER_UNKNOWN`, `DRAFT_UNFINISHED` */
export const signDraft = async (
  draft: FoundingDraft,
  account: Pick<LocalAccount, 'address' | 'signTypedData'>,
): Promise<FoundingDraft> => {
  const founder = draft.founders.find(({ address }) => address === account.address.toLowerCase())
  if (!founder)
    throw new UsufructError({
      code: 'FOUNDER_UNKNOWN',
      kind: 'permission',
      message: `${account.address.toLowerCase()} is none of this draft’s founders.`,
      hint: `Sign as one of: ${draft.founders.map(({ name }) => name).join(', ') || '(nobody is named yet)'}.`,
      details: { address: account.address.toLowerCase() },
    })
  const signature = await account.signTypedData({
    domain: draftDomain,
    types: foundingDraftTypes,
    primaryType: 'FoundingDraft',
    message: { founder: founder.address, draft: draftHash(draft) },
  })
  const others = draft.signatures.filter(({ founder: by }) => by !== founder.address)
  return { ...draft, signatures: [...others, { founder: founder.address, signature }] }
}
