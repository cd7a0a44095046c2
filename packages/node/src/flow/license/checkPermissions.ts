import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import type { TermsField } from '@usufruct/sdk/terms/fields/rule'
import type { Block } from '@usufruct/sdk/terms/narrow'
import type { Refusal } from '@usufruct/sdk/terms/selectGrants'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import { and, eq, gt } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { consents, contributions, terms, valued } from '../../db/schema.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { loadPermissions, type Permission, selectorFor } from '../release/permissions.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import type { LicenseCheck, Use } from './checkLicense.ts'

/** What a question names. Duties are left out: whoever makes an offer takes over those that the agreement asks for. */
const askedFields: ReadonlySet<TermsField> = new Set([
  'purposes.permit',
  'commercial',
  'sublicensing',
  'territory.allow',
  'territory.deny',
  'term.start',
  'term.end',
])

/** The least that a license for a use would have to say, under an agreement. */
const leastLicense = (agreement: LicenseTerms, use: Use): LicenseTerms => ({
  ...agreement,
  kind: 'agreement',
  sublicensing: 'none',
  purposes: { ...agreement.purposes, permit: use.purposes },
  commercial: use.commercial,
  territory: { ...agreement.territory, allow: use.territory, deny: [] },
  term: {
    ...agreement.term,
    start: new Date(use.start * 1000).toISOString(),
    end: new Date(use.end * 1000).toISOString(),
  },
})

const unknownTerms = (consent: string): Refusal => ({
  field: 'legalText.sha256',
  block: () => ({
    field: 'legalText.sha256',
    parent: `urn:usufruct:consent:${consent.slice(2)}`,
    parentValue: null,
    childValue: null,
    words: 'What was signed is not known here, so it is not used for anything.',
    clause: null,
  }),
})

type Tally = { rows: number; members: Set<string> }

const add = (tally: Tally, rows: number, member: string) => {
  tally.rows += rows
  tally.members.add(member)
}

/** Whose permissions would cover a use, and what blocks the rest: over all accepted data that is lent now. */
export const checkPermissions = async (
  ctx: Context,
  slug: string,
  use: Use,
): Promise<Pick<LicenseCheck, 'permitted' | 'refused'>> => {
  const { permissionOf, sharedOf, texts, agreements } = await loadPermissions(ctx)
  const [agreement] = agreements
  const decide = agreement
    ? selectorFor(leastLicense(sharedOf(agreement, slug), use), { texts, fields: askedFields })
    : () => null
  const refusalOf = (permission: Permission | null, consent: string) =>
    permission ? decide(permission) : unknownTerms(consent)

  const lent = await ctx.db
    .select({ consent: consents, rows: valued.newRows, text: terms.text })
    .from(valued)
    .innerJoin(contributions, eq(contributions.id, valued.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(terms, eq(terms.hash, consents.terms))
    .where(
      and(
        eq(contributions.dataset, datasetIdOf(slug)),
        eq(contributions.status, contributionStatus.accepted),
        gt(valued.newRows, 0),
        isLiveConsent(ctx.now()),
      ),
    )

  const permitted: Tally = { rows: 0, members: new Set() }
  const refused = new Map<string, Tally & { example: Block }>()
  for (const { consent, rows, text } of lent) {
    const refusal = refusalOf(permissionOf(consent, text), consent.id)
    if (!refusal) {
      add(permitted, rows, consent.account)
      continue
    }
    const { field } = refusal
    const tally = refused.get(field) ?? { rows: 0, members: new Set<string>(), example: refusal.block() }
    refused.set(field, tally)
    add(tally, rows, consent.account)
  }
  return {
    permitted: { rows: permitted.rows, members: permitted.members.size },
    refused: [...refused]
      .map(([field, { rows, members, example }]) => ({
        field,
        words: example.words,
        rows,
        members: members.size,
        example,
      }))
      .sort((a, b) => b.rows - a.rows),
  }
}
