import type { z } from 'zod'
import type { block } from '../http/routes/terms.ts'
import type { PublishedText } from '../texts/frontMatter.ts'
import { clauseOf } from './clauseOf.ts'
import { inTheWay } from './exclusivity.ts'
import { comparedFields } from './fields/fieldRules.ts'
import type { Compared, TermsField } from './fields/rule.ts'
import { sayChild, sayDay } from './say.ts'
import type { LicenseTerms } from './terms.ts'

/** One reason why something is not allowed, as the API says it. */
export type Block = z.output<typeof block>

export type Narrowing = { allowed: true } | { allowed: false; blocks: Block[] }

export type NarrowOptions = {
  /** Published texts by hash, so that a reason can quote the words that block. */
  texts?: ReadonlyMap<string, PublishedText> | undefined
  /** Licenses of the same licensor that are in force: an exclusive one leaves no room for another. */
  active?: readonly LicenseTerms[] | undefined
}

export const blockOf = (
  field: TermsField,
  rule: Compared,
  parent: LicenseTerms,
  child: LicenseTerms,
  texts?: ReadonlyMap<string, PublishedText> | undefined,
): Block => {
  const text = texts?.get(parent.legalText.sha256)
  return {
    field,
    parent: parent.id,
    parentValue: rule.value(parent),
    childValue: rule.value(child),
    words: rule.words(parent, child),
    clause: text ? clauseOf(text, field) : null,
  }
}

/**
 * The one rule that ties a member's permission, an offer and a license: whatever follows from terms is narrower
 * than or equal to every one of them, in every field. Reflexive and transitive; another parent never allows more.
 *
 * All parents' reasons are given, in the order of parents and fields. Terms that contradict themselves are not
 * mended here: see `requireConsistent`.
 */
export const narrow = (
  parents: readonly LicenseTerms[],
  child: LicenseTerms,
  { texts, active = [] }: NarrowOptions = {},
): Narrowing => {
  const blocks: Block[] = []
  for (const parent of parents)
    for (const [field, rule] of comparedFields)
      if (!rule.allows(parent, child)) blocks.push(blockOf(field, rule, parent, child, texts))
  const other = inTheWay(child, active)
  if (other)
    blocks.push({
      field: 'exclusivity',
      parent: other.id,
      parentValue: other.exclusivity,
      childValue: child.exclusivity,
      words:
        `${other.exclusivity === 'none' ? 'A' : 'An exclusive'} license for the same use is in force` +
        `${other.term.end ? ` until ${sayDay(other.term.end)}` : ''}; ${sayChild(child)} would overlap with it.`,
      clause: null,
    })
  return blocks.length === 0 ? { allowed: true } : { allowed: false, blocks }
}

/** The same question where only the answer counts. */
export const isNarrower = (parent: LicenseTerms, child: LicenseTerms): boolean =>
  comparedFields.every(([, rule]) => rule.allows(parent, child))
