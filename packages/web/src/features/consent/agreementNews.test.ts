import type { AgreementVersion } from '@usufruct/sdk/http/routes/consent'
import { expect, it } from 'vitest'
import { newerThan } from './agreementNews.ts'

const version = (hash: string, version: string, language: string, publishedAt: number): AgreementVersion => ({
  hash: hash as `0x${string}`,
  title: 'T',
  version,
  language,
  authoritative: language === 'en',
  publishedAt,
  current: false,
  change: 'narrows',
  changedFields: [],
})

const published = [
  version('0x6', '1.2.0', 'en', 30),
  version('0x4', '1.1.0', 'en', 20),
  version('0x5', '1.1.0', 'de', 20),
  version('0x1', '1.0.0', 'en', 10),
  version('0x2', '1.0.0', 'de', 10),
]

it('tells of later versions in the language that was signed, or of the original', () => {
  expect(newerThan({ agreement: '0x2' }, published).map(({ hash }) => hash)).toEqual(['0x5', '0x6'])
  expect(newerThan({ agreement: '0x1' }, published).map(({ hash }) => hash)).toEqual(['0x4', '0x6'])
})

it('tells of nothing to whoever signed the newest, or a text that was never published', () => {
  expect(newerThan({ agreement: '0x6' }, published)).toEqual([])
  expect(newerThan({ agreement: '0x9' }, published)).toEqual([])
})

it('does not take a translation of the signed version, published later, for a newer one', () => {
  const later = [...published, version('0x7', '1.2.0', 'de', 40)]
  expect(newerThan({ agreement: '0x6' }, later)).toEqual([])
})
