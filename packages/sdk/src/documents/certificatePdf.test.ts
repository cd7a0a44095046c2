import { describe, expect, it } from 'vitest'
import type { Certificate } from '../http/routes/terms.ts'
import { termsHash } from '../terms/terms.ts'
import { certificatePdf } from './certificatePdf.ts'
import { readPdf } from './testing/readPdf.ts'
import { account, at, hash, members, signed, terms } from './testing/samples.ts'

const certificate: Certificate = {
  schema: 'usufruct-certificate/1',
  license: String((3n << 64n) | 7n),
  dao: {
    name: 'Bird Watchers',
    chainId: 31_337,
    members,
    offers: '0x00000000000000000000000000000000000000cc',
  },
  licensee: account,
  offer: '3',
  offerName: 'Forschung für Ελλάς',
  dataset: 'birds',
  release: 4,
  manifest: hash('4'),
  rows: 12_345,
  purposes: ['research.academic'],
  start: at,
  end: at + 86_400 * 30,
  price: '1234500000',
  coin: { symbol: 'PUSD', decimals: 6 },
  terms,
  termsHash: termsHash(terms),
  legalText: hash('6'),
  charter: hash('8'),
  transaction: hash('7'),
  issuedAt: at + 5,
}

describe('a license certificate', () => {
  it('says who, what, until when, and what proves it', async () => {
    const pdf = await certificatePdf(certificate, signed, { url: 'https://birds.example/licenses/7' })
    const { all, packed } = await readPdf(pdf)
    for (const words of [
      'Forschung für Ελλάς',
      '12,345 rows',
      '2026-01-01 00:00 UTC',
      '2026-01-31 00:00 UTC',
      '1,234.50 PUSD',
      'https://birds.example/licenses/7',
    ])
      expect(all).toContain(words)
    for (const proof of [
      certificate.license,
      account,
      hash('4'),
      certificate.termsHash,
      hash('6'),
      hash('8'),
      signed.signature,
      signed.hash,
    ])
      expect(packed).toContain(proof)
    expect(
      Buffer.from(
        await certificatePdf(certificate, signed, { url: 'https://birds.example/licenses/7' }),
      ).equals(pdf),
    ).toBe(true)
  })

  it('names the license where there is no address', async () => {
    const { packed } = await readPdf(await certificatePdf(certificate, signed))
    expect(packed).toContain(`urn:usufruct:31337:${members}:license:${certificate.license}`)
  })
})
