/**
 * Narrowing over a million members' permissions, each one decided. `npm run bench:terms`
 *
 * The permissions are made up as a DAO would come to have them: ten versions of an agreement in twenty languages, some
 * for fewer places, and for every member other purposes and another end. The offer is one that most cover.
 */
import { type Purpose, purposes, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { coverageInput, projectionCoverage, projections } from '@usufruct/sdk/projections/coverage'
import { fullTerms } from '@usufruct/sdk/projections/fullTerms'
import { fieldRules } from '@usufruct/sdk/terms/fields/fieldRules'
import { isCompared } from '@usufruct/sdk/terms/fields/rule'
import { isNarrower, narrow } from '@usufruct/sdk/terms/narrow'
import { type GrantToSelect, selectGrants, termsOfGrant } from '@usufruct/sdk/terms/selectGrants'
import { type LicenseTerms, licenseTerms } from '@usufruct/sdk/terms/terms'
import { sampleGrant, sampleOffer } from '@usufruct/sdk/terms/testing/sampleTerms'
import { withChange } from '@usufruct/sdk/terms/testing/steps'
import jsonld from 'jsonld'
import { report } from './report.ts'

const grants = 1_000_000
const rounds = 3
const sampled = 100_000

/** The same figures on every machine (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const random = createRandom(2026)

const places = [
  { allow: ['*'] },
  { allow: ['*'], deny: ['RU', 'BY'] },
  { allow: ['EEA', 'CH', 'GB'] },
  { allow: ['EU'] },
  { allow: ['DE', 'FR', 'IT'] },
]

const hashOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}` as const

/** Two hundred texts, and of each some who allow it in fewer places: a thousand things that can be signed. */
const signable: LicenseTerms[] = Array.from({ length: 200 }, (_, text) =>
  places.map((territory) =>
    licenseTerms.parse(
      withChange(sampleGrant(), {
        legalText: { sha256: hashOf(text), language: ['en', 'de', 'es', 'fr'][text % 4] },
        version: `1.${Math.floor(text / 20)}.0`,
        purposes: { prohibit: ['redistribute', 'bio.ident', 'profile.person'] },
        territory: { deny: [], ...territory },
        revocation: { licenseeDeadlineDays: text % 50 === 0 ? 14 : 30 },
        commercial: text % 20 === 0 ? 'non-commercial' : 'any',
      }),
    ),
  ),
).flat()

const asked: Purpose[] = ['ai.finetune', 'ai.eval']
const offer = licenseTerms.parse(
  withChange(sampleOffer(), {
    purposes: { permit: asked, prohibit: ['redistribute', 'bio.ident', 'profile.person', 'ai.synth'] },
    territory: { allow: ['EU'], deny: [] },
    term: { end: '2027-12-31T00:00:00.000Z' },
  }),
)

const now = Date.parse('2026-12-01T00:00:00Z') / 1000
const needed = purposesToBitmap(asked)
const members: GrantToSelect[] = Array.from({ length: grants }, (_, member) => {
  const ticked = (random() * 2 ** purposes.length) >>> 0
  return {
    id: `urn:usufruct:consent:${member}`,
    terms: signable[Math.floor(random() ** 2 * signable.length)] as LicenseTerms,
    // Most tick what is asked for most.
    purposes: (random() < 0.7 ? ticked | needed : ticked) || 1,
    end: now + Math.floor((0.5 + random() * 5) * 365 * 86_400),
  }
})

const selectAll = () => {
  const blocked = new Map<string, number>()
  let chosen = 0
  for (const { refusal } of selectGrants(offer, members)) {
    if (refusal === null) chosen++
    else blocked.set(refusal.field, (blocked.get(refusal.field) ?? 0) + 1)
  }
  return { chosen, blocked }
}

let least = Number.POSITIVE_INFINITY
let selected = selectAll()
for (let round = 0; round < rounds; round++) {
  const start = performance.now()
  selected = selectAll()
  least = Math.min(least, (performance.now() - start) / 1000)
}

// Every field of every permission, with nothing remembered: each has terms of its own, as parsed from its text.
const full = members.slice(0, sampled).map((member) => structuredClone(termsOfGrant(member)))
const timed = (work: (terms: LicenseTerms) => void) => {
  const start = performance.now()
  for (const terms of full) work(terms)
  return sampled / ((performance.now() - start) / 1000)
}
const answers = full.map((terms) => isNarrower(terms, offer))
const remembered = [...selectGrants(offer, members.slice(0, sampled))].map(({ refusal }) => refusal === null)
const differ = answers.filter((answer, at) => answer !== remembered[at]).length
const plain = timed((terms) => isNarrower(terms, offer))
const reasons = timed((terms) => narrow([terms], offer))

const rules = Object.values(fieldRules)
const compared = rules.filter(isCompared).length
const percent = (part: number) => `${((part / grants) * 100).toFixed(1)}%`
const whyNot = [...selected.blocked].map(([field, count]) => `${field} ${percent(count)}`).join(', ')

/** Share of the fields of the terms that a format carries, or says that it does not: the rest is lost in silence. */
const coverage = projectionCoverage().map(({ format, total, carried, listed, lost, overstated }) => ({
  id: `fields.${format}`,
  value: +((total - lost.length) / total).toFixed(4),
  unit: 'share',
  goal: '= 1',
  note: [
    `${carried.length} carried, ${listed.length} listed as not carried, of ${total}`,
    lost.length > 0 ? `lost: ${lost.join(', ')}` : 'none lost',
    ...(overstated.length > 0 ? [`listed although carried: ${overstated.join(', ')}`] : []),
  ].join('; '),
}))

/** In the strict mode, which refuses whatever the plain one drops in silence; read from an address, as Croissant names
 * what is beside it by relative ids, and without the network. */
const isStrict = async (document: string): Promise<boolean> => {
  const documentLoader = async (url: string) => {
    throw new Error(`asked the network for ${url}`)
  }
  try {
    const options = {
      safe: true,
      base: 'https://birds.example/data/',
      documentLoader,
    } as jsonld.Options.Expand
    return (await jsonld.expand(JSON.parse(document), options)).length > 0
  } catch {
    return false
  }
}
const linked = Object.entries(projections).flatMap(([format, make]) => {
  const { mediaType, document } = make(coverageInput(fullTerms))
  return mediaType.startsWith('application/ld+json') ? [{ format, document }] : []
})
const strict = await Promise.all(linked.map(({ document }) => isStrict(document)))

report('terms', [
  {
    id: `narrowing over ${grants.toLocaleString('en')} permissions against an offer`,
    value: +least.toFixed(3),
    unit: 's',
    goal: '≤ 5',
    note: `the least of ${rounds} rounds; ${signable.length} texts that can be signed, each decided on once; every member’s purposes and end decided on, and for who is out which field blocks`,
  },
  {
    id: 'permissions the offer may contain',
    value: selected.chosen,
    unit: 'permissions',
    note: `out: ${whyNot}`,
  },
  {
    id: `answers that differ from the full rule, of ${sampled.toLocaleString('en')}`,
    value: differ,
    unit: 'answers',
    goal: '≤ 0',
  },
  {
    id: 'full rule on permissions of their own, yes or no',
    value: Math.round(plain),
    unit: 'per second',
    note: 'nothing remembered between two of them',
  },
  {
    id: 'full rule with all reasons in words',
    value: Math.round(reasons),
    unit: 'per second',
    note: 'nothing remembered between two of them',
  },
  {
    id: 'fields of the terms that are compared, or listed as free with the reason',
    value: +((rules.length / Object.keys(fieldRules).length) * 100).toFixed(1),
    unit: '%',
    goal: '≥ 100',
    note: `${compared} compared, ${rules.length - compared} free; the type checker and a test hold the list against the schema`,
  },
  ...coverage,
  {
    id: 'projections in JSON-LD that a strict processor takes',
    value: strict.filter(Boolean).length,
    unit: `of ${linked.length}`,
    goal: `= ${linked.length}`,
    note: linked.map(({ format }, at) => `${format}${strict[at] ? '' : ' NOT'}`).join(', '),
  },
])
