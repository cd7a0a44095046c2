import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapperKinds } from '../http/routes/dao.ts'
import { answersToCharter } from './answersToCharter.ts'
import { parseColumns } from './columns.ts'
import type { Answers } from './field.ts'
import { publishTexts } from './publishTexts.ts'
import { askedFields, checkAnswers, foundingQuestions, withDefaults } from './questions.ts'
import { legalTemplates } from './testing/legalTemplates.ts'

const templates = legalTemplates()
const questions = foundingQuestions(templates)
const sources = new Map(templates.map(({ path, text }) => [path, text]))

test('there are six questions, and every option says what it means', () => {
  expect(questions.map(({ id }) => id)).toEqual(['who', 'wrapper', 'data', 'offers', 'split', 'rules'])
  for (const { fields } of questions)
    for (const field of fields)
      if (field.kind === 'choice')
        for (const { consequences } of field.options) expect(consequences.length, field.id).toBeGreaterThan(0)
  const ids = questions.flatMap(({ fields }) => fields.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

test('Enter, Enter, Enter founds a practice DAO whose texts can be published', () => {
  const charter = answersToCharter({}, templates)
  expect(charter).toMatchObject({ practice: true, coin: 'practice', wrapper: { kind: 'none' } })
  const { agreements, licenses } = publishTexts(charter, sources)
  expect(agreements).toHaveLength(1)
  expect(licenses.size).toBe(charter.offers.length)
})

const named = { 'wrapper.accountableAgent': 'Ada Agent, 1 Main St' }

test.each(wrapperKinds)('with the defaults the legal form %s is a charter that can be published', (kind) => {
  const charter = answersToCharter({ 'wrapper.kind': kind, ...named }, templates)
  expect(charter.wrapper.kind).toBe(kind)
  expect(() => publishTexts(charter, sources)).not.toThrow()
})

test('in every language there is a text for', () => {
  const field = questions.at(-1)?.fields.find(({ id }) => id === 'languages')
  const all = field?.kind === 'many' ? field.options.map(({ value }) => value) : []
  const charter = answersToCharter({ languages: all }, templates)
  expect([...charter.languages].sort()).toEqual([...all].sort())
  expect(publishTexts(charter, sources).agreements).toHaveLength(all.length)
})

test.each<[string, Answers, { code: string; field?: string; says?: string }]>([
  [
    'a right up for a vote',
    { 'governance.votes': ['offers', 'consents'] },
    { code: 'CHARTER_RIGHTS_UP_FOR_VOTE', field: 'governance.votes', says: 'permissions' },
  ],
  [
    'a right by its field’s name',
    { 'governance.votes': 'split.contributorsFloorBps' },
    { code: 'CHARTER_RIGHTS_UP_FOR_VOTE', says: 'least part' },
  ],
  [
    'a vote on nothing',
    { 'governance.votes': ['weather'] },
    { code: 'ANSWER_INVALID', field: 'governance.votes' },
  ],
  [
    'parts above the whole',
    { 'split.treasury': '30' },
    { code: 'ANSWER_INVALID', field: 'split.contributors', says: '110 %' },
  ],
  ['a floor above the part', { 'split.floor': '80' }, { code: 'ANSWER_INVALID', field: 'split.floor' }],
  [
    'an unfilled placeholder',
    { purpose: 'For {{dao.name}}' },
    { code: 'ANSWER_INVALID', field: 'purpose', says: 'blanks' },
  ],
  ['a line break in a name', { name: 'Us\n# Them' }, { code: 'ANSWER_INVALID', field: 'name' }],
  ['a hidden character', { name: 'Us\u202e' }, { code: 'ANSWER_INVALID', field: 'name' }],
  [
    'nobody who answers',
    { 'wrapper.kind': 'duna' },
    { code: 'ANSWER_INVALID', field: 'wrapper.accountableAgent' },
  ],
  [
    'profit in a DUNA',
    { 'wrapper.kind': 'duna', ...named, 'money.surplus': 'members' },
    { code: 'ANSWER_INVALID', field: 'money.surplus' },
  ],
  [
    'a purpose of profit in a DUNA',
    { 'wrapper.kind': 'duna', ...named, purpose: 'Dividends for all' },
    { code: 'ANSWER_INVALID' },
  ],
  [
    'token votes in a cooperative',
    { 'wrapper.kind': 'cooperative', ...named, 'governance.weight': 'tokens' },
    { code: 'ANSWER_INVALID', field: 'governance.weight' },
  ],
  ['a bad short name', { 'dataset.slug': 'My Data' }, { code: 'ANSWER_INVALID', field: 'dataset.slug' }],
  [
    'a bad column',
    { 'dataset.columns': 'weight: kilos' },
    { code: 'ANSWER_INVALID', field: 'dataset.columns' },
  ],
  ['no offer', { offers: [] }, { code: 'ANSWER_INVALID', field: 'offers' }],
  ['an unknown offer', { offers: ['free-for-all'] }, { code: 'ANSWER_INVALID', field: 'offers' }],
  [
    'a purpose no license permits',
    { 'offers.research.purposes': ['bio.ident'] },
    { code: 'ANSWER_INVALID', field: 'offers.research.purposes' },
  ],
  [
    'a price of nothing',
    { 'offers.research.price': '0' },
    { code: 'ANSWER_INVALID', field: 'offers.research.price' },
  ],
  ['a language nobody wrote', { languages: ['tlh'] }, { code: 'ANSWER_INVALID', field: 'languages' }],
  [
    'health data without an assessment',
    { 'data.personalData': 'special-category' },
    { code: 'ANSWER_INVALID', field: 'data.specialAgreed' },
  ],
  ['a child as a member', { 'data.minAge': '7' }, { code: 'ANSWER_INVALID', field: 'data.minAge' }],
  ['an answer to nothing', { 'dao.colour': 'green' }, { code: 'ANSWER_UNKNOWN', field: 'dao.colour' }],
])('refuses %s with the reason', (_, answers, { code, field, says = '' }) => {
  expect(() => answersToCharter(answers, templates)).toThrow(
    expect.objectContaining({
      code,
      message: expect.stringContaining(says),
      hint: expect.stringMatching(/./),
      details: expect.objectContaining(field ? { field } : {}),
    }),
  )
})

test('a yearly filing that has passed is refused', () => {
  const answers = { 'wrapper.kind': 'llc', ...named, 'wrapper.filingDue': '2020-01-31' }
  expect(() => answersToCharter(answers, templates, { now: 1_800_000_000 })).toThrow(
    expect.objectContaining({ code: 'CHARTER_DATE_PASSED' }),
  )
})

test('whatever is answered is a charter or a reason, and checking twice changes nothing', () => {
  const ids = questions.flatMap(({ fields }) => fields.map(({ id }) => id))
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('70', '0', 'duna', 'none', 'tokens', 'text', 'consents', '{{a}}', ''),
    fc.array(fc.string(), { maxLength: 3 }),
  )
  const answers = fc.dictionary(fc.constantFrom(...ids), value, { maxKeys: 4 })
  fc.assert(
    fc.property(answers, (given) => {
      try {
        const once = checkAnswers(questions, given)
        expect(checkAnswers(questions, once)).toEqual(once)
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(ANSWER|CHARTER)_/) })
      }
    }),
    { numRuns: 300 },
  )
})

test('what does not apply is not asked', () => {
  const answers = withDefaults(questions, { 'dataset.kind': 'text', offers: ['research'] })
  const asked = questions.flatMap((question) => askedFields(question, answers).map(({ id }) => id))
  expect(asked).not.toContain('dataset.columns')
  expect(asked).not.toContain('offers.commercial.price')
  expect(asked).not.toContain('wrapper.legalName')
  expect(asked).toContain('offers.research.price')
})

test('reads columns as people write them', () => {
  expect(parseColumns('weight: number? in kg - dry matter; name: string')).toEqual([
    { name: 'weight', type: 'number', nullable: true, unit: 'kg', description: 'dry matter' },
    { name: 'name', type: 'string', nullable: false },
  ])
  expect(parseColumns('a: string\na: date')).toMatchObject({ message: expect.stringContaining('second') })
  expect(parseColumns('grant: string')).toMatchObject({ message: expect.stringContaining('grant') })
})

test.each([
  ['text', ['text']],
  ['image', ['height', 'media_type', 'perceptual_hash', 'picture', 'sha256', 'width']],
])(
  'a dataset of kind %s has the columns that cleaning makes of it, and none are asked for',
  (kind, columns) => {
    const [dataset] = answersToCharter({ ...named, 'dataset.kind': kind }, templates).datasets
    expect(dataset?.kind).toBe(kind)
    expect(dataset?.columns.map(({ name }) => name)).toEqual(columns)
  },
)
