import { describe, expect, it } from 'vitest'
import { consentReceipt } from '../records/consentReceipt.ts'
import type { ConsentRecordInput } from '../records/consentRecord.ts'
import { termsHash } from '../terms/terms.ts'
import { receiptPdf } from './receiptPdf.ts'
import { readPdf } from './testing/readPdf.ts'
import { account, at, hash, members, signed, terms } from './testing/samples.ts'

const record: ConsentRecordInput = {
  identifier: 'a6f58318-72e6-46a2-bfd7-f36d795e30cd',
  createdAt: at,
  consent: hash('e'),
  account,
  terms,
  termsHash: termsHash(terms),
  dataset: { slug: 'birds', name: 'Птицы und Vögel' },
  notice: { hash: hash('b'), title: 'Agreement', version: '1.2.0', language: 'en', publishedAt: at },
  controller: {
    chainId: 31_337,
    members,
    name: 'Bird Watchers',
    legalName: 'Bird Watchers e.V.',
    registration: 'VR 1',
    address: 'Nest 1',
    accountableAgent: 'Łucja',
    privacyContact: 'privacy@birds.example',
  },
  pages: { consents: 'https://birds.example/me', rights: 'urn:usufruct:page:rights' },
  replaces: null,
  replacedBy: null,
  recipients: [{ license: '77', licensee: '0x00000000000000000000000000000000000000fe' }],
  events: [
    { kind: 'given', at, by: 'member', method: 'one box per purpose' },
    {
      kind: 'paused',
      at: at + 60,
      by: 'member',
      method: 'signed pause',
      evidence: { transaction: hash('7') },
    },
  ],
}

describe('a consent receipt', () => {
  const receipt = consentReceipt(
    { id: '5e6f58ac-0000-4000-8000-000000000001', kind: 'paused', issuedAt: at + 60 },
    record,
  )

  it('says what, for what, until when, how to stop it and what proves it', async () => {
    const { all, packed } = await readPdf(await receiptPdf(receipt, signed))
    for (const words of [
      'You paused a permission: Птицы und Vögel',
      'Bird Watchers e.V., Nest 1',
      'Agreement, version 1.2.0 (en)',
      '2026-01-01 00:00 UTC, one box per purpose',
      'Paused',
      'https://birds.example/me',
      'privacy@birds.example; Łucja',
      'Complaint to a supervisory authority',
      terms.term.end?.slice(0, 10) ?? '',
    ])
      expect(all).toContain(words)
    for (const proof of [
      account,
      hash('e'),
      hash('b'),
      hash('7'),
      record.termsHash,
      signed.hash,
      signed.signature,
    ])
      expect(packed).toContain(proof)
    expect(packed).toContain('00000000000000000000000000000000000000fe')
  })

  it('takes JSON as it was stored, and gives the same bytes', async () => {
    const stored: unknown = JSON.parse(JSON.stringify(receipt))
    expect(Buffer.from(await receiptPdf(stored, signed)).equals(await receiptPdf(receipt, signed))).toBe(true)
  })

  it('is refused when it is none', async () => {
    await expect(async () => receiptPdf({ '@type': 'dpv:ConsentRecord' }, signed)).rejects.toMatchObject({
      code: 'RECEIPT_INVALID',
    })
  })
})
