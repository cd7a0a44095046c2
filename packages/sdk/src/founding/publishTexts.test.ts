import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { prohibitedByDefault, purposes } from '../domain/purposes.ts'
import { wrapperKinds } from '../http/routes/dao.ts'
import { contradictionsOf } from '../terms/contradictions.ts'
import { agreementTerms, grantTerms } from '../terms/deriveTerms.ts'
import { narrow } from '../terms/narrow.ts'
import { personalDataKinds } from '../terms/terms.ts'
import { sectionsOf } from '../texts/sectionsOf.ts'
import type { Charter, CharterInput } from './charter.ts'
import { parametersOf } from './parametersOf.ts'
import { parseCharter } from './parseCharter.ts'
import { foundingOffers, publishTexts, termsTextOf } from './publishTexts.ts'
import { legalTemplates } from './testing/legalTemplates.ts'
import { sampleCharter } from './testing/sampleCharter.ts'
import { wrappers } from './wrappers.ts'

const templates = legalTemplates()
const sources = new Map(templates.map(({ path, text }) => [path, text]))
const home = { chainId: 1, members: `0x${'1'.repeat(40)}` as const, name: 'Penguins' }
const coin = { symbol: 'PRACTICE', decimals: 6 }
const all = purposes.map(({ code }) => code).filter((code) => !prohibitedByDefault.includes(code))
const end = Date.UTC(2030, 0, 1) / 1000

const charterWith = (change: (dao: CharterInput) => void = () => {}): Charter => {
  const dao = sampleCharter()
  change(dao)
  return parseCharter(dao)
}

const formed = (kind: (typeof wrapperKinds)[number]) => (dao: CharterInput) => {
  if (kind === 'none') return
  dao.wrapper = {
    kind,
    legalName: 'Penguin Data',
    registration: 'No. 7',
    address: '1 Main St',
    accountableAgent: 'Ada Agent',
    minMembers: Math.max(1, wrappers[kind].minMembers),
  }
  dao.texts.charter = `legal/charter/${kind}-1.0.0.en.md`
  if (kind === 'foundation') dao.governance.votes = []
}

/** Texts are long and filling them takes a while; most tests need one language and the sample's charter. */
const inEnglish = (dao: CharterInput) => {
  dao.languages = ['en']
  dao.texts.agreement = ['legal/agreement/contributor-2.0.0.en.md']
}

const publish = (change?: (dao: CharterInput) => void) => publishTexts(charterWith(change), sources)

const codeOf = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return (error as { code?: string }).code
  }
  return null
}

const spoilt = (path: string, from: string | RegExp, to: string) =>
  new Map([...sources, [path, (sources.get(path) ?? '').replace(from, to)]])

describe('the texts that come with the software', () => {
  it('are there: six charters, one agreement in three languages, two licenses', () => {
    expect(templates.map(({ path }) => path).sort()).toEqual([
      'legal/agreement/contributor-2.0.0.de.md',
      'legal/agreement/contributor-2.0.0.en.md',
      'legal/agreement/contributor-2.0.0.es.md',
      'legal/charter/association-1.0.0.en.md',
      'legal/charter/cooperative-1.0.0.en.md',
      'legal/charter/duna-1.0.0.en.md',
      'legal/charter/foundation-1.0.0.en.md',
      'legal/charter/llc-1.0.0.en.md',
      'legal/charter/practice-1.0.0.en.md',
      'legal/license/commercial-2.0.0.en.md',
      'legal/license/research-2.0.0.en.md',
    ])
  })

  it.each(templates)('$path says that a lawyer must read it', ({ front, body }) => {
    expect(front.lawyer).toBe('required')
    const says = { en: /A lawyer must read this/, de: /Anwalt muss dies lesen/, es: /abogada debe leer esto/ }
    expect(body).toMatch(says[front.language as keyof typeof says])
  })

  it.each(templates.filter(({ front }) => front.terms))(
    '$path names for every field of its terms the section that says it',
    ({ front, body }) => {
      expect(Object.keys(front.clauses).sort()).toEqual(
        [...Object.keys(front.terms ?? {}), 'withdrawal', 'money'].sort(),
      )
      const numbers = sectionsOf(body).map(({ number }) => number)
      for (const [field, number] of Object.entries(front.clauses)) expect(numbers, field).toContain(number)
    },
  )

  it.each(templates)('$path repeats no number of a charter by hand', ({ body }) => {
    const { split, review } = charterWith()
    for (const bps of [
      split.contributorsBps,
      split.reviewersBps,
      split.treasuryBps,
      split.contributorsFloorBps,
    ])
      expect(body).not.toContain(`${bps / 100} %`)
    expect(body).not.toMatch(/\b(?:15|30|2|400) (?:seconds|days|Tage|Sekunden|días|segundos)\b(?! ahead)/)
    expect(review.panel).toBe(3)
    expect(body).not.toMatch(/\bthree reviewers\b/i)
  })

  const agreements = templates.filter(({ front }) => front.kind === 'agreement')

  it('have the agreement’s sections, terms and clauses alike in every language', () => {
    const [first, ...others] = agreements
    for (const other of others) {
      expect(other.front.terms).toEqual(first?.front.terms)
      expect(other.front.clauses).toEqual(first?.front.clauses)
      expect(other.front.placeholders).toEqual(first?.front.placeholders)
      expect(sectionsOf(other.body).map(({ number, level }) => [number, level])).toEqual(
        sectionsOf(first?.body ?? '').map(({ number, level }) => [number, level]),
      )
      for (const sign of [/^\|/gm, /^- /gm, /\{\{[\w.]+\}\}/g, /^$/gm])
        expect((other.body.match(sign) ?? []).length, `${other.path} ${sign}`).toBe(
          (first?.body.match(sign) ?? []).length,
        )
    }
  })

  it.each([
    ['en', 'We cannot take your data back out of a model that was already trained.'],
    ['de', 'Wir können deine Daten nicht aus einem Modell zurückholen, das schon damit trainiert wurde.'],
    ['es', 'No podemos sacar tus datos de un modelo que ya fue entrenado con ellos.'],
  ])('say in %s at the top and where it belongs what cannot be undone', (language, sentence) => {
    const { body = '' } = agreements.find(({ front }) => front.language === language) ?? {}
    expect(body.split(sentence)).toHaveLength(3)
  })
})

describe('publishing', () => {
  const sample = publish()

  it.each(wrapperKinds)('fills everything for the legal form %s', (kind) => {
    const { charter, agreements, licenses } = publish((dao) => {
      inEnglish(dao)
      formed(kind)(dao)
    })
    for (const { text, front, hash } of [charter, ...agreements, ...licenses.values()]) {
      expect(text).not.toContain('{{')
      expect(front.placeholders).toBeUndefined()
      expect(front.fills).toBeUndefined()
      expect(hash).toBe(`0x${createHash('sha256').update(text).digest('hex')}`)
    }
    expect(charter.front.wrapper).toBe(kind)
    if (kind !== 'none') expect(charter.body).toContain('Ada Agent')
  })

  it('gives the same bytes for the same charter, and others for another', () => {
    expect(publish()).toEqual(sample)
    const other = publish((dao) => {
      inEnglish(dao)
      dao.review.panel = 2
    })
    expect(other.charter.hash).not.toBe(sample.charter.hash)
  })

  it('says the charter’s numbers in each text’s language', () => {
    const { charter, agreements } = sample
    for (const words of [
      '70 % goes to the members',
      'below 60 %',
      '| 15 minutes |',
      '| 400 days |',
      '| 2 seconds |',
    ])
      expect(charter.body).toContain(words)
    const of = (language: string) => agreements.find(({ front }) => front.language === language)?.body
    expect(of('en')).toContain('30 days')
    expect(of('de')).toContain('30 Tage')
    expect(of('es')).toContain('30 días')
    expect(of('de')).not.toMatch(/\b(?:days|seconds|members)\b/)
    expect(of('es')).not.toMatch(/\b(?:days|seconds|members)\b/)
  })

  it.each(personalDataKinds)('has terms that fit data that is %s about people', (kind) => {
    const texts = publish((dao) => {
      inEnglish(dao)
      dao.data.personalData = kind
      dao.data.specialCategories = kind === 'special-category'
    })
    for (const text of [...texts.agreements, ...texts.licenses.values()])
      expect(text.front.terms?.personalData.present).toBe(kind)
    const [agreement] = texts.agreements
    if (!agreement) throw new Error('no agreement')
    expect(
      contradictionsOf(grantTerms(home, termsTextOf(agreement), { dataset: 'x', purposes: all, end })),
    ).toEqual([])
  })

  it('puts the licensee’s deadline into words and terms alike', () => {
    const { agreements, licenses } = publish((dao) => {
      dao.windows.licenseeDeletes = 14 * 86_400
    })
    for (const { front, body } of [...agreements, ...licenses.values()]) {
      expect(front.terms?.revocation.licenseeDeadlineDays).toBe(14)
      expect(front.terms?.revocation.plainLanguage).toContain('within 14 days')
      expect(body).toMatch(/14 (?:days|Tage|días)/)
    }
  })

  it('makes terms without contradictions, and offers that a full grant covers', () => {
    const charter = charterWith()
    const texts = sample
    const offers = foundingOffers(charter, texts, home, coin)
    for (const agreement of texts.agreements) {
      const grant = grantTerms(home, termsTextOf(agreement), {
        dataset: 'palmer-penguins',
        purposes: all,
        end,
      })
      expect(contradictionsOf(grant)).toEqual([])
      for (const { terms } of offers) {
        expect(contradictionsOf(terms)).toEqual([])
        const license = agreementTerms(terms, {
          id: 'urn:x:license',
          licensee: { id: 'urn:x:buyer' },
          start: end - 1_000,
          end,
        })
        expect(narrow([grant], { ...terms, term: license.term })).toEqual({ allowed: true })
        expect(narrow([grant, terms], license)).toEqual({ allowed: true })
      }
    }
    expect(offers.map(({ terms }) => terms.price?.amount)).toEqual(['10', '100'])
  })

  it('opens no offer whose purpose the member left out', () => {
    const charter = charterWith()
    const texts = sample
    const [agreement] = texts.agreements
    const [, commercial] = foundingOffers(charter, texts, home, coin)
    if (!agreement || !commercial) throw new Error('the sample has changed')
    const grant = grantTerms(home, termsTextOf(agreement), {
      dataset: 'palmer-penguins',
      purposes: ['research.academic'],
      end,
    })
    expect(narrow([grant], commercial.terms).allowed).toBe(false)
  })
})

describe('refusing to publish', () => {
  const agreement = 'legal/agreement/contributor-2.0.0.en.md'
  const german = 'legal/agreement/contributor-2.0.0.de.md'
  const research = 'legal/license/research-2.0.0.en.md'
  const practice = 'legal/charter/practice-1.0.0.en.md'

  it.each<[string, Map<string, string>, string]>([
    ['a text that is not there', new Map(), 'TEXT_CONTRADICTS_CHARTER'],
    [
      'an agreement for a charter',
      spoilt(practice, 'kind: charter', 'kind: license'),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    [
      'a charter of another legal form',
      spoilt(practice, 'wrapper: none', 'wrapper: duna'),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    [
      'no authoritative agreement',
      spoilt(agreement, 'authoritative: true', 'authoritative: false'),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    [
      'two of them',
      spoilt(german, 'authoritative: false', 'authoritative: true'),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    [
      'a translation with other terms',
      spoilt(german, 'breachNoticeHours: 72', 'breachNoticeHours: 96'),
      'TRANSLATION_DIFFERS',
    ],
    [
      'a translation of another version',
      spoilt(german, 'version: 2.0.0', 'version: 2.0.1'),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    ['a missing language', spoilt(german, 'language: de', 'language: fr'), 'TEXT_CONTRADICTS_CHARTER'],
    [
      'a license without the offer’s purpose',
      spoilt(research, '      - research.academic\n', ''),
      'TEXT_CONTRADICTS_CHARTER',
    ],
    ['a prohibition left out', spoilt(research, '      - bio.ident\n', ''), 'TEXT_CONTRADICTS_CHARTER'],
    [
      'an undeclared placeholder',
      spoilt(research, '  - offer.name\n', ''),
      'TEMPLATE_PLACEHOLDER_UNDECLARED',
    ],
    ['an unknown placeholder', spoilt(research, /dao\.name/g, 'dao.motto'), 'TEMPLATE_PLACEHOLDER_UNFILLED'],
    ['a section that is not there', spoilt(research, "forum: '11'", "forum: '77'"), 'TEXT_INVALID'],
  ])('%s', (_, from, code) => {
    expect(codeOf(() => publishTexts(charterWith(), from))).toBe(code)
  })

  it('another deadline than the text’s', () => {
    const fixed = (sources.get(research) ?? '')
      .replace('  terms.revocation.licenseeDeadlineDays: windows.licenseeDeletesDays\n', '')
      .replace('licenseeDeadlineDays: 30', 'licenseeDeadlineDays: 60')
    expect(codeOf(() => publishTexts(charterWith(inEnglish), new Map([...sources, [research, fixed]])))).toBe(
      'TEXT_CONTRADICTS_CHARTER',
    )
  })

  it('terms that name less personal data than the charter takes', () => {
    const careless =
      spoilt(research, '  terms.personalData.present: data.personalDataKind\n', '').get(research) ?? ''
    const from = new Map([...sources, [research, careless.replace('  - data.personalDataKind\n', '')]])
    expect(
      codeOf(() =>
        publishTexts(
          charterWith((dao) => void Object.assign(dao.data, { personalData: 'yes' })),
          from,
        ),
      ),
    ).toBe('TEXT_CONTRADICTS_CHARTER')
  })
})

it('has a value for every parameter, in one line, in every language', () => {
  for (const kind of wrapperKinds)
    for (const language of ['en', 'de', 'es', 'fr']) {
      const charter = charterWith(formed(kind))
      for (const [name, value] of Object.entries(
        parametersOf(charter, { language, offer: charter.offers[0] }),
      )) {
        expect(value, name).not.toBe('')
        expect(value, name).not.toMatch(/\n/)
      }
    }
})
