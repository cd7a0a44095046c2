import { beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { UsufructError } from '../../domain/errors.ts'
import type { Purpose } from '../../domain/purposes.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'
import { termsHash } from '../../terms/terms.ts'
import { hashText } from '../../texts/hashText.ts'
import { nowInSeconds } from '../actor.ts'
import { createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { fakeTerms } from '../testing/fakeTexts.ts'
import { allowsNoMore } from './allowsNoMore.ts'
import { grantConsent, planConsent } from './grantConsent.ts'
import { pauseConsent } from './pauseConsent.ts'
import { renewConsent } from './renewConsent.ts'
import { replaceConsent } from './replaceConsent.ts'
import { resumeConsent } from './resumeConsent.ts'
import { signedAgreement } from './signedAgreement.ts'
import { stopPurpose } from './stopPurpose.ts'

const dataset = 'birds'
const day = 86_400
const inAYear = nowInSeconds() + 365 * day
const both: Purpose[] = ['ai.eval', 'research.academic']

const textOf = (version: string) => {
  const front = {
    template: 'usufruct-agreement',
    kind: 'agreement',
    title: 'Agreement',
    version,
    language: 'en',
    authoritative: true,
    lawyer: 'required',
    terms: fakeTerms,
  }
  return `---\n${stringify(front)}---\n# Agreement\n\n## 1. What it is for\n\nYou lend data.\n`
}
const agreementOf = (text: string, version: string): PublishedAgreement => ({
  hash: hashText(text),
  title: 'Agreement',
  version,
  language: 'en',
  authoritative: true,
  terms: fakeTerms,
})
const oldText = textOf('1.0.0')
const old = agreementOf(oldText, '1.0.0')
const newest = agreementOf(textOf('2.0.0'), '2.0.0')

let dao: FakeDao
beforeEach(async () => {
  dao = createFakeDao()
  const publish = (agreement: PublishedAgreement) =>
    Object.assign(dao.dao, { agreement, agreements: [agreement] })
  publish(old)
  await grantConsent(await dao.actor(), { dataset, purposes: both, until: inAYear })
  publish(newest)
  sends(oldText)
})

const sends = (text: string) => {
  dao.hooks.answers = {
    [`GET /api/texts/${old.hash}`]: () => ({
      ...{ hash: old.hash, kind: 'agreement', title: 'T', version: '1.0.0', language: 'en' },
      ...{ authoritative: true, template: old.hash, parameters: old.hash, text, html: '' },
    }),
  }
}
const last = () => [...dao.consents.values()].at(-1)
const codeOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => 'done',
    (reason: unknown) => reason,
  )
  return error instanceof UsufructError ? error.code : error
}

describe('under the agreement that was signed', () => {
  it('a purpose is stopped although a newer one is signed now', async () => {
    const [first] = dao.consents.keys()
    await stopPurpose(await dao.actor(), { dataset, purposes: ['ai.eval'], reads: ['en'] })
    expect(last()).toMatchObject({ agreement: old.hash, end: inAYear, replaces: first })
    const actor = await dao.actor()
    const wish = { dataset, purposes: ['research.academic'] as Purpose[], until: inAYear, replaces: first }
    // What the node makes of the same agreement.
    expect(last()?.terms).toBe(planConsent(actor, wish, old).terms)
    expect(last()?.terms).not.toBe(termsHash(JSON.parse(planConsent(actor, wish).text)))
  })

  it('a permission is resumed and shortened', async () => {
    await pauseConsent(await dao.actor(), { dataset })
    await resumeConsent(await dao.actor(), { dataset })
    expect(last()).toMatchObject({ agreement: old.hash, end: inAYear, paused: false })
    await renewConsent(await dao.actor(), { dataset, until: inAYear - day, reads: ['en'] })
    expect(last()).toMatchObject({ agreement: old.hash, end: inAYear - day })
  })

  it('nothing is added: that, and what is asked for, needs the newest', async () => {
    await renewConsent(await dao.actor(), { dataset, until: inAYear })
    expect(last()?.agreement).toBe(newest.hash)
    await resumedWith(inAYear + day)
    expect(last()?.agreement).toBe(newest.hash)
  })

  it.each<[string, Purpose[], number, boolean]>([
    ['a later end', both, inAYear + day, true],
    ['a purpose more', [...both, 'ai.nongen'], inAYear, true],
    ['no more', both, inAYear, false],
  ])('with %s', async (_, purposes, until, needsNewest) => {
    await replaceConsent(await dao.actor(), { dataset, purposes, until })
    expect(last()?.agreement).toBe(needsNewest ? newest.hash : old.hash)
    expect(allowsNoMore({ purposes, end: until }, { purposes: both, end: inAYear })).toBe(!needsNewest)
  })

  it('the newest is signed where it is named', async () => {
    const wish = { dataset, purposes: ['ai.eval'] as Purpose[], until: inAYear, agreement: newest.hash }
    await replaceConsent(await dao.actor(), wish)
    expect(last()?.agreement).toBe(newest.hash)
    const other = { ...wish, agreement: hashText('another') }
    expect(await codeOf(replaceConsent(await dao.actor(), other))).toBe('AGREEMENT_UNKNOWN')
  })

  it('another text than the one that was signed is found out', async () => {
    sends(oldText.replace('You lend', 'You give away'))
    const stopped = stopPurpose(await dao.actor(), { dataset, purposes: ['ai.eval'] })
    expect(await codeOf(stopped)).toBe('TEXT_HASH_MISMATCH')
    expect(dao.consents.size).toBe(1)
  })
})

it('reads an old agreement from its text, and asks for none that is signed now', async () => {
  const actor = await dao.actor()
  expect(await signedAgreement(actor, old.hash)).toEqual(old)
  dao.log.length = 0
  expect(await signedAgreement(actor, newest.hash)).toEqual(newest)
  expect(dao.log).toEqual([])
})

const resumedWith = async (until: number) => {
  await pauseConsent(await dao.actor(), { dataset })
  return resumeConsent(await dao.actor(), { dataset, until })
}
