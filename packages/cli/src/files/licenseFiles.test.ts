import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import type { NodeClient } from '@usufruct/sdk/http/client'
import type { Certificate } from '@usufruct/sdk/http/routes/terms'
import { fullTerms } from '@usufruct/sdk/projections/fullTerms'
import { hashDocument, signedDocumentData } from '@usufruct/sdk/records/signedDocument'
import { agreementTerms } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, licenseTerms, termsHash } from '@usufruct/sdk/terms/terms'
import { type Hex, sha256, stringToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { licensePapers, type SignedCertificate } from './licensePapers.ts'
import { certificateFile, writeCertificate } from './writeCertificate.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct papers '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const operator = privateKeyToAccount(hash('2'))
const start = 1_810_000_000
const end = start + 30 * 86_400

const licenseText = 'You may use it.\n'
const offerTermsOf = (own: Partial<LicenseTerms> = {}) => {
  const { replaces: _, licensee: __, ...terms } = fullTerms
  const textHash = sha256(stringToBytes(licenseText))
  return licenseTerms.parse({
    ...terms,
    parent: [],
    legalText: { ...terms.legalText, sha256: textHash },
    ...own,
  })
}

const signCertificate = async (terms: LicenseTerms): Promise<SignedCertificate> => {
  const licensed = agreementTerms(terms, {
    id: 'urn:license:1',
    licensee: { id: 'urn:account:1' },
    start,
    end,
  })
  const certificate: Certificate = {
    schema: 'usufruct-certificate/1',
    license: '1',
    dao: { name: 'Birds', chainId: 1, members: `0x${'d'.repeat(40)}`, offers: `0x${'e'.repeat(40)}` },
    licensee: `0x${'f'.repeat(40)}`,
    offer: '1',
    offerName: 'Training',
    dataset: 'birds',
    release: 1,
    manifest: hash('3'),
    rows: 3,
    purposes: licensed.purposes.permit,
    start,
    end,
    price: '5',
    coin: { symbol: 'USD', decimals: 6 },
    terms: licensed,
    termsHash: termsHash(licensed),
    legalText: terms.legalText.sha256,
    charter: terms.charter as Hex,
    transaction: hash('4'),
    issuedAt: start,
  }
  const document = canonicalJson(certificate)
  const documentHash = hashDocument(document)
  const signature = await operator.signTypedData(
    signedDocumentData({
      chainId: 1,
      members: certificate.dao.members,
      kind: 'license-certificate',
      hash: documentHash,
      at: start,
    }),
  )
  return {
    certificate,
    document,
    hash: documentHash,
    signer: operator.address.toLowerCase() as Hex,
    signature,
  }
}

/** A node that answers what it is told to. */
const actorOf = (answers: Record<string, unknown>): Actor =>
  ({
    node: { call: async (name: string) => answers[name] } as unknown as NodeClient,
    dao: { operator: operator.address.toLowerCase() },
  }) as unknown as Actor

const answersFor = async (terms = offerTermsOf()) => ({
  getDataset: { offers: [{ offer: '1', terms: termsHash(terms) }] },
  getTerms: { terms },
  getText: { title: 'License', version: '1.0.0', language: 'en', text: licenseText },
  getCertificate: await signCertificate(terms),
})
const license = { license: '1', dataset: 'birds', offer: '1' }

describe('a license’s papers', () => {
  it('are taken when every hash and the signature hold', async () => {
    const papers = await licensePapers(actorOf(await answersFor()), license)
    expect(papers.verification.ok).toBe(true)
    expect(papers.verification.checks.map(({ name }) => name)).toContain('narrower than the offer')
  })

  const broken: [
    string,
    string,
    (answers: Awaited<ReturnType<typeof answersFor>>) => Promise<object> | object,
  ][] = [
    ['other terms', 'TEXT_MISMATCH', () => ({ getTerms: { terms: offerTermsOf({ forum: 'elsewhere' }) } })],
    ['another text', 'TEXT_MISMATCH', ({ getText }) => ({ getText: { ...getText, text: 'You may not.\n' } })],
    ['no such offer', 'OFFER_UNKNOWN', () => ({ getDataset: { offers: [] } })],
    [
      'a certificate of wider terms',
      'CERTIFICATE_INVALID',
      async () => ({ getCertificate: await signCertificate(offerTermsOf({ commercial: 'any' })) }),
    ],
    [
      'a certificate that was changed',
      'CERTIFICATE_INVALID',
      ({ getCertificate }) => ({
        getCertificate: {
          ...getCertificate,
          document: getCertificate.document.replace('"price":"5"', '"price":"4"'),
        },
      }),
    ],
  ]
  it.each(broken)('are refused with %s', async (_, code, change) => {
    const answers = await answersFor()
    const given = { ...answers, ...(await change(answers)) }
    await expect(licensePapers(actorOf(given), license)).rejects.toMatchObject({ code })
  })
})

describe('a certificate’s file', () => {
  it('is JSON with the exact text that was signed', async () => {
    const papers = await licensePapers(actorOf(await answersFor()), license)
    const path = await writeCertificate(certificateFile(join(folder, 'mine.json')), papers)
    const written = JSON.parse(await readFile(path, 'utf8'))
    expect(hashDocument(written.document)).toBe(written.hash)
  })

  it('is PDF for people', async () => {
    const papers = await licensePapers(actorOf(await answersFor()), license)
    const path = await writeCertificate(certificateFile(join(folder, 'mine.pdf')), papers)
    expect((await readFile(path)).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('is nothing else', () => {
    expect(() => certificateFile('mine.txt')).toThrow(/neither JSON nor PDF/)
  })
})
