import fc from 'fast-check'
import jsonld from 'jsonld'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { consentIdOf, consentInnerOf, datasetIdOf } from '../domain/ids.ts'
import { bitmapToPurposes, purposes, purposesToBitmap } from '../domain/purposes.ts'
import { eip712Domain } from '../messages/domain.ts'
import { grantConsentTypes } from '../messages/onchain.ts'
import { fullTerms } from '../projections/fullTerms.ts'
import { type LicenseTerms, licenseTerms, personalDataKinds, termsHash } from '../terms/terms.ts'
import { consentReceipt, receiptText } from './consentReceipt.ts'
import { type ConsentEvent, type ConsentRecordInput, consentRecord } from './consentRecord.ts'
import { isDpvTerm } from './dpvTerms.ts'
import { jsonLdContext } from './jsonLdContext.ts'
import { purposeMappings } from './mappings.ts'
import { hashDocument, signedDocumentData } from './signedDocument.ts'
import { verifyReceipt } from './verifyReceipt.ts'

const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const members = '0x00000000000000000000000000000000000000da'
const consents = '0x00000000000000000000000000000000000000c0'
const chainId = 31_337
const member = privateKeyToAccount(`0x${'1'.repeat(64)}`)
const operator = privateKeyToAccount(`0x${'2'.repeat(64)}`)

const inputOf = (own: Partial<ConsentRecordInput> = {}): ConsentRecordInput => {
  const terms: LicenseTerms = own.terms ?? licenseTerms.parse({ ...fullTerms, kind: 'grant' })
  return {
    identifier: 'a6f58318-72e6-46a2-bfd7-f36d795e30cd',
    createdAt: 1_800_000_000,
    consent: hash('e'),
    account: member.address.toLowerCase() as Hex,
    terms,
    termsHash: termsHash(terms),
    dataset: { slug: 'birds', name: 'Birds' },
    notice: {
      hash: hash('b'),
      title: 'Agreement',
      version: '1.2.0',
      language: 'en',
      publishedAt: 1_790_000_000,
    },
    controller: {
      chainId,
      members,
      name: 'Bird Watchers',
      legalName: '',
      registration: '',
      address: '',
      accountableAgent: '',
      privacyContact: 'privacy@birds.example',
    },
    pages: { consents: 'urn:usufruct:page:consents', rights: 'urn:usufruct:page:rights' },
    replaces: null,
    replacedBy: null,
    recipients: [],
    events: [{ kind: 'given', at: 1_800_000_000, by: 'member', method: 'one box per purpose' }],
    ...own,
  }
}

const expand = (document: object) =>
  jsonld.expand(
    document as jsonld.JsonLdDocument,
    {
      safe: true,
      documentLoader: async (url: string) => {
        throw new Error(`asked the network for ${url}`)
      },
    } as jsonld.Options.Expand,
  )

/** Every prefixed name in a document: keys, types and ids. */
const namesIn = (value: unknown, found = new Set<string>()): Set<string> => {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found)
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      if (key === '@context' || key === '@value') continue
      if (key.includes(':')) found.add(key)
      for (const name of key === '@type' || key === '@id' ? [item].flat() : [])
        if (typeof name === 'string' && name.includes(':')) found.add(name)
      namesIn(item, found)
    }
  return found
}

const vocabularies = Object.entries(jsonLdContext)
  .filter(([, base]) => base.startsWith('https://w3id.org/dpv'))
  .map(([prefix]) => prefix)

const expectKnownTerms = (document: object) => {
  for (const name of namesIn(document)) {
    const prefix = name.split(':')[0] ?? ''
    if (vocabularies.includes(prefix)) expect(isDpvTerm(name), name).toBe(true)
    else expect([...Object.keys(jsonLdContext), 'urn', 'https'], name).toContain(prefix)
  }
}

const anyHash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((b): Hex => `0x${Buffer.from(b).toString('hex')}`)
const anyEvents = fc
  .subarray(['paused', 'withdrawn', 'revoked', 'expired', 'invalidated'] as const)
  .chain((kinds) =>
    fc.constantFrom('given' as const, 'renewed' as const).map((first): ConsentEvent[] =>
      [first, ...kinds].map((kind, step) => ({
        kind,
        at: 1_800_000_000 + step,
        by: kind === 'expired' || kind === 'revoked' ? 'dao' : 'member',
        method: 'as it happened',
      })),
    ),
  )
const anyInput = fc
  .record({
    bitmap: fc.integer({ min: 1, max: 2 ** purposes.length - 1 }),
    present: fc.constantFrom(...personalDataKinds),
    storage: fc.constantFrom(['*'], ['EU'], ['EEA', 'CH', 'ZZ']),
    law: fc.constantFrom('DE', 'the law of Wyoming, USA', ''),
    end: fc.constantFrom(null, '2028-01-01T00:00:00.000Z'),
    identifier: fc.uuid({ version: 4 }),
    consent: anyHash,
    replaces: fc.option(anyHash),
    replacedBy: fc.option(anyHash),
    title: fc.string(),
    events: anyEvents,
  })
  .map(({ bitmap, present, storage, law, end, title, ...rest }) =>
    inputOf({
      ...rest,
      terms: licenseTerms.parse({
        ...fullTerms,
        kind: 'grant',
        purposes: { ...fullTerms.purposes, permit: bitmapToPurposes(bitmap) },
        personalData: { ...fullTerms.personalData, present },
        territory: { ...fullTerms.territory, storage },
        governingLaw: law,
        term: { ...fullTerms.term, end },
      }),
      notice: { ...inputOf().notice, title },
      recipients: [{ license: '18446744073709551617', licensee: operator.address }],
    }),
  )

describe('a consent record', () => {
  it('loses nothing in a strict processor and uses known terms only, whatever the consent', async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, fc.uuid({ version: 4 }), async (input, id) => {
        const receipt = consentReceipt({ id, kind: 'given', issuedAt: 1_800_000_100 }, input)
        expectKnownTerms(receipt)
        const [expanded] = await expand(receipt)
        const [node] = (expanded as Record<string, Record<string, unknown>[]>)[
          'https://w3id.org/dpv#hasRecordOfActivity'
        ] as [Record<string, unknown[]>]
        expect(node['https://w3id.org/dpv#hasProcess']).toHaveLength(input.terms.purposes.permit.length)
        expect(node['https://w3id.org/dpv#hasConsentStatus']).toHaveLength(
          input.events.filter(({ kind }) => kind !== 'paused').length,
        )
        // A key that is written twice would be one of them lost: what was made is what is read.
        expect(JSON.parse(receiptText(receipt))).toEqual(receipt)
      }),
      { numRuns: 60 },
    )
  })

  it('is caught when it uses a word that DPV does not have', async () => {
    expect(isDpvTerm('eu-gdpr:GDPR')).toBe(false)
    expect(isDpvTerm('dpv:ConsentTerminated')).toBe(false)
    expect(() => expectKnownTerms({ 'dpv:hasBasis': 1 })).toThrow()
    await expect(expand({ ...consentRecord(inputOf()), unprefixed: 'lost' })).rejects.toThrow()
  })

  it('has what ISO/IEC TS 27560 asks for', () => {
    const record = consentRecord(inputOf()) as unknown as Record<string, object[]>
    expect(record['dct:identifier']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    for (const field of [
      ...[
        'dct:conformsTo',
        'dpv:hasDataSubject',
        'dpv:hasDataController',
        'dpv:hasNotice',
        'dpv:hasJurisdiction',
      ],
      ...['dpv:hasConsentControl', 'dpv:hasRight', 'dpv:hasConsentStatus', 'dpv:hasApplicableLaw'],
    ])
      expect(record, field).toHaveProperty([field])
    for (const process of record['dpv:hasProcess'] ?? [])
      for (const field of [
        ...['hasPurpose', 'hasPersonalData', 'hasStorageCondition', 'hasRecipient', 'hasLegalBasis'],
        ...['hasProcessing', 'hasDataSource'],
      ])
        expect(process, field).toHaveProperty([`dpv:${field}`])
    for (const status of record['dpv:hasConsentStatus'] ?? [])
      for (const field of ['isIndicatedAtTime', 'isIndicatedBy', 'hasDuration'])
        expect(status, field).toHaveProperty([`dpv:${field}`])
  })

  it('rests special categories on explicit consent, and names data that is not personal as such', () => {
    const of = (present: (typeof personalDataKinds)[number]) =>
      JSON.stringify(
        consentRecord(
          inputOf({ terms: { ...fullTerms, personalData: { ...fullTerms.personalData, present } } }),
        ),
      )
    expect(of('special-category')).toContain('eu-gdpr:A9-2-a')
    expect(of('yes')).not.toContain('eu-gdpr:A9-2-a')
    expect(of('none')).toContain('dpv:NonPersonalData')
  })

  it('writes a pause as a halted activity, and leaves the consent given', () => {
    const record = JSON.stringify(
      consentRecord(
        inputOf({
          events: [
            { kind: 'given', at: 1, by: 'member', method: 'signed' },
            { kind: 'paused', at: 2, by: 'member', method: 'signed' },
          ],
        }),
      ),
    )
    expect(record).toContain('dpv:ActivityHalted')
    expect(record).not.toContain('ConsentWithdrawn')
  })
})

describe('the mappings', () => {
  it('has every purpose, in terms that DPV has', () => {
    expect(Object.keys(purposeMappings)).toEqual(purposes.map(({ code }) => code))
    for (const { dpv } of Object.values(purposeMappings))
      for (const term of [...dpv.broader, ...dpv.processing, ...dpv.related])
        expect(isDpvTerm(term), term).toBe(true)
  })
})

/** A consent that was really signed, and its receipt that was really signed. */
const signedReceipt = async () => {
  const terms = licenseTerms.parse({ ...fullTerms, kind: 'grant' })
  const message = {
    account: member.address.toLowerCase() as Hex,
    dataset: datasetIdOf('birds'),
    terms: termsHash(terms),
    purposes: purposesToBitmap(terms.purposes.permit),
    end: 1_830_297_600,
    salt: 0x4c4cbc92a7c37b70n,
    deadline: 1_800_000_600,
  }
  const signature = await member.signTypedData({
    domain: eip712Domain(chainId, consents),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message,
  })
  const input = inputOf({
    terms,
    consent: consentIdOf(message.account, consentInnerOf({ ...message, salt: '0x4c4cbc92a7c37b70' })),
    events: [
      {
        kind: 'given',
        at: 1_800_000_000,
        by: 'member',
        method: 'signed',
        evidence: {
          transaction: hash('7'),
          signed: {
            primaryType: 'GrantConsent',
            verifyingContract: consents,
            message: Object.fromEntries(Object.entries(message).map(([key, value]) => [key, String(value)])),
            digest: hash('6'),
            signature,
          },
        },
      },
    ],
  })
  return sign(
    receiptText(consentReceipt({ id: input.identifier, kind: 'given', issuedAt: 1_800_000_100 }, input)),
  )
}

const sign = async (document: string) => {
  const documentHash = hashDocument(document)
  const at = 1_800_000_000
  const signature = await operator.signTypedData(
    signedDocumentData({ chainId, members, kind: 'consent-receipt', hash: documentHash, at }),
  )
  return { document, hash: documentHash, signer: operator.address.toLowerCase() as Hex, signature, at }
}

describe('a receipt', () => {
  it('proves the operator’s and the member’s signatures without a network', async () => {
    const checked = await verifyReceipt(await signedReceipt(), { operator: operator.address })
    expect(checked.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checked.checks.map(({ name }) => name)).toContain('the member’s signature of GrantConsent')
    expect(checked.ok).toBe(true)
  })

  it('fails when any byte of it changes', async () => {
    const receipt = await signedReceipt()
    await fc.assert(
      fc.asyncProperty(fc.nat(receipt.document.length - 1), async (at) => {
        const other = receipt.document[at] === 'x' ? 'y' : 'x'
        const document = receipt.document.slice(0, at) + other + receipt.document.slice(at + 1)
        expect((await verifyReceipt({ ...receipt, document })).ok).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('fails under another key, even with the right hash', async () => {
    const receipt = await signedReceipt()
    const stranger = privateKeyToAccount(generatePrivateKey())
    expect((await verifyReceipt(receipt, { operator: stranger.address })).ok).toBe(false)
  })

  const forged: [string, (text: string) => string, string][] = [
    [
      'wider terms',
      (text) => text.replace('"licenseeDeadlineDays": 30', '"licenseeDeadlineDays": 90'),
      'the terms',
    ],
    [
      'another purpose',
      (text) => text.replaceAll('usufruct:purpose/ai.eval', 'usufruct:purpose/ai.rag'),
      'the member’s signature of GrantConsent',
    ],
    [
      'another agreement',
      (text) =>
        text.replace(`"usufruct:sha256": "${'b'.repeat(64)}"`, `"usufruct:sha256": "${'f'.repeat(64)}"`),
      'the agreement',
    ],
    [
      'another member',
      (text) => text.replaceAll(member.address.toLowerCase(), operator.address.toLowerCase()),
      'the member’s signature of GrantConsent',
    ],
  ]
  it.each(forged)('fails when the operator signs %s', async (_, forge, broken) => {
    const { document } = await signedReceipt()
    const altered = forge(document)
    expect(altered).not.toBe(document)
    const checked = await verifyReceipt(await sign(altered))
    expect(checked.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain(broken)
  })

  it('says so when it is something else', async () => {
    const checked = await verifyReceipt(await sign('{"@type":"dpv:ConsentRecord"}'))
    expect(checked.checks.at(-1)).toMatchObject({ name: 'the form', ok: false })
  })
})
