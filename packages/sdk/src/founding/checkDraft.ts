import { recoverTypedDataAddress } from 'viem'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { foundingDraftTypes } from '../messages/offchain.ts'
import { type CompleteDraft, draftHash, type Founder, type FoundingDraft, requireCharter } from './draft.ts'
import { parseCharter } from './parseCharter.ts'
import { draftTexts } from './sealDraft.ts'
import { draftDomain } from './signDraft.ts'
import type { FoundingTemplate } from './templates.ts'

export type DraftSigning = {
  signed: Founder[]
  missing: Founder[]
  /** Whose signature there is, but under something else. */
  stale: Founder[]
}

/** Who signed exactly this draft. @throws UsufructError `DRAFT_UNFINISHED` */
export const draftSigning = async (draft: FoundingDraft): Promise<DraftSigning> => {
  const message = { draft: draftHash(draft) }
  const signing: DraftSigning = { signed: [], missing: [], stale: [] }
  for (const founder of draft.founders) {
    const entry = draft.signatures.find((each) => each.founder === founder.address)
    if (!entry) {
      signing.missing.push(founder)
      continue
    }
    const by = await recoverTypedDataAddress({
      domain: draftDomain,
      types: foundingDraftTypes,
      primaryType: 'FoundingDraft',
      message: { founder: founder.address, ...message },
      signature: entry.signature,
    }).catch(() => null)
    signing[by?.toLowerCase() === founder.address ? 'signed' : 'stale'].push(founder)
  }
  return signing
}

const namesOf = (founders: readonly Founder[]) => founders.map(({ name }) => name).join(', ')

/** Whether the texts that the draft names are those that its charter and these templates come to.
 * @throws UsufructError `DRAFT_CHANGED`, and what `publishTexts` throws */
export const checkDraftTexts = (
  draft: FoundingDraft,
  templates: readonly FoundingTemplate[],
): CompleteDraft => {
  const complete = requireCharter(draft)
  const now = draftTexts(complete.charter, templates)
  if (canonicalJson(now) === canonicalJson(complete.texts)) return complete
  const changed = complete.texts.find((text, at) => canonicalJson(text) !== canonicalJson(now[at] ?? null))
  throw new UsufructError({
    code: 'DRAFT_CHANGED',
    kind: 'conflict',
    message: `The texts are not those that the draft names: ${changed?.title ?? 'one more came'} is different now.`,
    hint: 'Make the draft anew with `usufruct found --draft FILE` and have it signed again.',
    details: { path: changed?.path ?? '', expected: changed?.rendered ?? null },
  })
}

/**
 * Whether a DAO may be founded on a draft: every founder signed exactly it, and its texts are those that its charter
 * and templates come to. `now` in seconds, for dates that must not have passed.
 * @throws UsufructError `DRAFT_UNFINISHED`, `DRAFT_NO_FOUNDERS`, `DRAFT_CHANGED`, `DRAFT_NOT_SIGNED`, `CHARTER_…`
 */
export const checkDraft = async (
  draft: FoundingDraft,
  templates: readonly FoundingTemplate[],
  options: { now?: number | undefined } = {},
): Promise<CompleteDraft> => {
  const complete = checkDraftTexts(draft, templates)
  parseCharter(complete.charter, options)
  if (complete.founders.length === 0)
    throw new UsufructError({
      code: 'DRAFT_NO_FOUNDERS',
      message: 'Nobody founds this.',
      hint: 'Name at least one founder with --founder NAME:0x….',
    })
  const { missing, stale } = await draftSigning(complete)
  if (stale.length > 0)
    throw new UsufructError({
      code: 'DRAFT_CHANGED',
      kind: 'conflict',
      message: `What ${namesOf(stale)} signed is not this draft: it was changed afterwards, or somebody else signed.`,
      hint: 'Have it signed again by those who are named.',
      details: { founders: stale.map(({ name }) => name) },
    })
  if (missing.length > 0)
    throw new UsufructError({
      code: 'DRAFT_NOT_SIGNED',
      kind: 'permission',
      message: `${namesOf(missing)} ${missing.length === 1 ? 'has' : 'have'} not signed this draft.`,
      hint: `Each of them signs: usufruct found sign DRAFT --as ${missing[0]?.name ?? 'NAME'}`,
      details: { founders: missing.map(({ name }) => name) },
    })
  return complete
}
