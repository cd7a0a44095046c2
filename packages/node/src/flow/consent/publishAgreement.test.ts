import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { agreements } from '../../db/schema.ts'
import { rememberTexts } from '../../founding/rememberTexts.ts'
import { showDao } from '../../overview/showDao.ts'
import { showText } from '../../overview/showText.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { agreementByHash, currentAgreements } from './agreements.ts'
import { listAgreements } from './listAgreements.ts'
import { publishAgreement } from './publishAgreement.ts'

let open: Awaited<ReturnType<typeof openTestContext>>

const account = `0x${'8'.repeat(40)}` as const

beforeAll(async () => {
  open = await openTestContext({
    version: '0',
    operator: { address: account } as never,
    treasury: account,
    keepers: [],
    keepersNeeded: 2,
  })
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  const { db, texts, foundingOffers: offers } = open.ctx
  await db.delete(agreements)
  await rememberTexts(db, { texts, offers, now: open.ctx.now() })
})

/** A published agreement's next version, changed as a lawyer would. */
const next = (language: string, version: string, ...changes: [from: string, to: string][]) => {
  const text = open.ctx.texts.agreements.find(({ front }) => front.language === language)?.text ?? ''
  return [['version: 2.0.0', `version: ${version}`] as const, ...changes].reduce((done, [from, to]) => {
    expect(done).toContain(from)
    return done.replace(from, to)
  }, text)
}

const narrower: [string, string] = ['licenseeDeadlineDays: 30', 'licenseeDeadlineDays: 14']
const wider: [string, string] = ['breachNoticeHours: 72', 'breachNoticeHours: 96']

it('has what the DAO was founded with', async () => {
  const { agreements: listed } = await listAgreements(open.ctx)
  expect(listed.map(({ language, change, current }) => [language, change, current])).toEqual([
    ['en', 'first', true],
    ['de', 'first', true],
    ['es', 'first', true],
  ])
  const [first] = listed
  if (!first) throw new Error('no agreement')
  expect((await agreementByHash(open.ctx, first.hash))?.terms.sublicensing).toBe('one-tier')
  expect(await agreementByHash(open.ctx, `0x${'0'.repeat(64)}`)).toBeUndefined()
})

it.each([
  ['narrows', [narrower], ['revocation.licenseeDeadlineDays']],
  ['widens', [wider], ['security.breachNoticeHours']],
  ['mixed', [narrower, wider], ['revocation.licenseeDeadlineDays', 'security.breachNoticeHours']],
  ['same', [], []],
] as const)('says that a new version %s', async (change, changes, fields) => {
  const published = await publishAgreement(open.ctx, next('en', '2.1.0', ...changes))
  expect(published).toMatchObject({ change, version: '2.1.0', current: true, authoritative: true })
  expect([...published.changedFields].sort()).toEqual([...fields])
})

it('lets translations follow, and offers to sign only those that have', async () => {
  await publishAgreement(open.ctx, next('en', '2.1.0', narrower))
  expect((await currentAgreements(open.ctx)).map(({ language }) => language)).toEqual(['en'])
  const german = await publishAgreement(open.ctx, next('de', '2.1.0', narrower))
  expect(german).toMatchObject({ change: 'narrows', current: true, authoritative: false })
  expect((await currentAgreements(open.ctx)).map(({ language }) => language)).toEqual(['en', 'de'])
  const { agreements: listed } = await listAgreements(open.ctx)
  expect(listed.map(({ language, version, current }) => `${language} ${version} ${current}`)).toEqual([
    'en 2.1.0 true',
    'de 2.1.0 true',
    'en 2.0.0 false',
    'de 2.0.0 false',
    'es 2.0.0 false',
  ])
})

it('takes the same bytes twice as one version', async () => {
  const text = next('en', '2.1.0', narrower)
  const first = await publishAgreement(open.ctx, text)
  expect(await publishAgreement(open.ctx, text)).toEqual(first)
  expect((await listAgreements(open.ctx)).agreements).toHaveLength(4)
})

it.each<[string, string, () => string]>([
  ['an older version', 'AGREEMENT_NOT_NEWER', () => next('en', '1.9.9')],
  [
    'the same version with other words',
    'AGREEMENT_NOT_NEWER',
    () => next('en', '2.0.0', ['You lend it', 'You sell it']),
  ],
  ['a translation without an original', 'TRANSLATION_ALONE', () => next('de', '2.1.0')],
  [
    'another language that counts',
    'TEXT_INVALID',
    () => next('de', '2.1.0', ['authoritative: false', 'authoritative: true']),
  ],
  ['a license', 'TEXT_INVALID', () => next('en', '2.1.0', ['kind: agreement', 'kind: license'])],
  ['an open placeholder', 'TEXT_INVALID', () => next('en', '2.1.0', ['You lend it', 'You lend {{it}}'])],
  [
    'a template',
    'TEXT_INVALID',
    () =>
      next('en', '2.1.0', ['lawyer: required\n', 'lawyer: required\nplaceholders: []\n']).replace(
        /renderedFrom:\n(?: {2}.*\n)+/,
        '',
      ),
  ],
  [
    'terms that contradict themselves',
    'TERMS_CONTRADICTORY',
    () => next('en', '2.1.0', ['syntheticData: permitted', 'syntheticData: prohibited']),
  ],
  ['no text at all', 'TEXT_INVALID', () => 'hello'],
])('refuses %s', async (_, code, text) => {
  await expect(publishAgreement(open.ctx, text())).rejects.toMatchObject({ code })
  expect((await listAgreements(open.ctx)).agreements).toHaveLength(3)
})

it('refuses a translation with other terms, naming the field', async () => {
  await publishAgreement(open.ctx, next('en', '2.1.0', narrower))
  await expect(publishAgreement(open.ctx, next('es', '2.1.0'))).rejects.toMatchObject({
    code: 'TRANSLATION_DIFFERS',
    details: { field: 'revocation' },
  })
})

it('shows the DAO with its texts, duties and the newest agreement', async () => {
  const before = await showDao(open.ctx)
  expect(before.agreements.map(({ language }) => language)).toEqual(['en', 'de', 'es'])
  expect(before.charter).toMatchObject({
    hash: open.ctx.texts.charter.hash,
    wrapper: { kind: 'none' },
    personalData: 'pseudonymous',
    duties: [{ id: 'none.liability' }],
  })
  const published = await publishAgreement(open.ctx, next('en', '2.1.0', narrower))
  const after = await showDao(open.ctx)
  expect(after.agreement.hash).toBe(published.hash)
  expect(after.agreement.terms.revocation.licenseeDeadlineDays).toBe(14)
})

it('shows every text by its hash: charter, licenses, agreements of any version', async () => {
  const published = await publishAgreement(open.ctx, next('en', '2.1.0', narrower))
  const { charter, agreements: founding, licenses } = open.ctx.texts
  for (const { hash, front } of [charter, ...founding, ...licenses.values()])
    expect(await showText(open.ctx, hash)).toMatchObject({ hash, kind: front.kind, language: front.language })
  expect((await showText(open.ctx, published.hash)).html).toContain('<h')
  await expect(showText(open.ctx, `0x${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'TEXT_UNKNOWN' })
})
