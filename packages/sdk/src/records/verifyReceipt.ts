import {
  type Address,
  type Hex,
  numberToHex,
  recoverTypedDataAddress,
  sha256,
  size,
  stringToBytes,
} from 'viem'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import {
  address,
  bytes32,
  consentIdOf,
  consentInnerOf,
  consentSalt,
  datasetId,
  signature,
} from '../domain/ids.ts'
import { purposes } from '../domain/purposes.ts'
import { eip712Domain } from '../messages/domain.ts'
import { grantConsentTypes, pauseConsentsTypes, withdrawConsentsTypes } from '../messages/onchain.ts'
import { licenseTerms } from '../terms/terms.ts'
import { documentSigner, hashDocument } from './signedDocument.ts'
import { type Check, type Verification, verificationOf } from './verification.ts'

const integer = z.string().regex(/^\d{1,78}$/)

const grantMessage = z.object({
  account: address,
  dataset: datasetId,
  terms: bytes32,
  purposes: integer,
  end: integer,
  // As a number or as the salt that it is everywhere else.
  salt: z.union([integer.refine((value) => BigInt(value) < 2n ** 64n), consentSalt]),
  deadline: integer,
})
const listMessage = z.object({ account: address, dataset: bytes32, inners: z.array(bytes32) })

const evidence = z.object({
  'usufruct:transaction': bytes32,
  'usufruct:primaryType': z.enum(['GrantConsent', 'PauseConsents', 'WithdrawConsents']).optional(),
  'usufruct:verifyingContract': address.optional(),
  'usufruct:message': z.object({ '@value': z.unknown() }).optional(),
  'usufruct:signature': signature.optional(),
})
const event = z.object({ 'usufruct:evidence': evidence.optional() })

const purposePrefix = 'usufruct:purpose/'
const record = z.object({
  '@type': z.literal('dpv:ConsentRecord'),
  'usufruct:consent': z.object({ '@id': z.string() }),
  'dpv:hasDataSubject': z.object({ '@id': z.string() }),
  'dpv:hasNotice': z.object({ 'usufruct:sha256': z.string() }),
  'dpv:hasProcess': z.array(z.object({ 'dpv:hasPurpose': z.object({ '@id': z.string() }) })),
  'dpv:hasConsentStatus': z.array(event),
  'dpv:hasActivityStatus': z.array(event).optional(),
  'usufruct:terms': z.object({ '@id': z.string(), 'rdf:value': z.object({ '@value': z.unknown() }) }),
})
const receipt = z.object({
  '@id': z.string(),
  '@type': z.literal('dpv:ConsentReceipt'),
  'dct:publisher': z.object({ '@id': z.string().regex(/^urn:usufruct:\d{1,15}:0x[0-9a-f]{40}$/) }),
  'dpv:hasRecordOfActivity': z.array(record).length(1),
})
type RecordDocument = z.output<typeof record>

export type ReceiptToVerify = {
  /** The exact text that was signed. */
  document: string
  hash: Hex
  signer: Address
  signature: Hex
  /** When the change happened; Unix time in seconds. */
  at: number
}

const parse = (document: string) => {
  try {
    return receipt.safeParse(JSON.parse(document)).data
  } catch {
    return undefined
  }
}

const asIs = (message: Record<string, unknown>) => message

/** The message with its numbers as the types want them, or undefined if it has another form. */
const messageOf = (primaryType: string, value: unknown) => {
  if (primaryType !== 'GrantConsent') return listMessage.safeParse(value).data
  const grant = grantMessage.safeParse(value).data
  return (
    grant && {
      ...grant,
      purposes: Number(grant.purposes),
      end: Number(grant.end),
      salt: BigInt(grant.salt),
      deadline: Number(grant.deadline),
    }
  )
}

const typesOf = {
  GrantConsent: grantConsentTypes,
  PauseConsents: pauseConsentsTypes,
  WithdrawConsents: withdrawConsentsTypes,
} as const

const checkEvidence = async (
  chainId: number,
  found: z.output<typeof evidence>,
  subject: { account: string; consent: string; terms: string; bits: number },
  innerOfGrant: Hex | undefined,
): Promise<{ check: Check; inner?: Hex } | string> => {
  const primaryType = found['usufruct:primaryType']
  const signed = found['usufruct:signature']
  const contract = found['usufruct:verifyingContract']
  if (!primaryType || !signed || !contract)
    return `the transaction ${found['usufruct:transaction']}, which the member sent without a separate signature`
  if (size(signed) !== 65)
    return `a contract account’s signature of ${primaryType}: its contract has to be asked`
  const name = `the member’s signature of ${primaryType}`
  const message = messageOf(primaryType, found['usufruct:message']?.['@value'])
  if (!message) return { check: { name, ok: false, says: 'The signed message does not have its form.' } }
  const signer = await recoverTypedDataAddress({
    domain: eip712Domain(chainId, contract),
    types: typesOf[primaryType],
    primaryType,
    message: asIs(message),
    signature: signed,
  } as Parameters<typeof recoverTypedDataAddress>[0]).catch(() => undefined)
  const isTheirs = signer?.toLowerCase() === subject.account && message.account === subject.account
  if (!isTheirs)
    return { check: { name, ok: false, says: `It was not made by the member’s account ${subject.account}.` } }
  if ('inners' in message) {
    const ok = innerOfGrant === undefined || message.inners.includes(innerOfGrant)
    const says = ok ? 'Made by the member’s account.' : 'It names other permissions than this one.'
    return { check: { name, ok, says } }
  }
  const inner = consentInnerOf({ ...message, salt: numberToHex(message.salt, { size: 8 }) })
  const ok =
    consentIdOf(message.account, inner) === subject.consent &&
    message.terms === subject.terms &&
    message.purposes === subject.bits
  const says = ok
    ? 'Made by the member’s account, for this permission and these terms.'
    : 'It is for another permission or other terms.'
  return { check: { name, ok, says }, inner }
}

const bitsOf = (codes: readonly string[]) =>
  codes.reduce((bits, code) => {
    const at = purposes.findIndex((entry) => entry.code === code)
    return at < 0 ? Number.NaN : (bits | (1 << at)) >>> 0
  }, 0)

const checkTerms = (found: RecordDocument): { check: Check; hash: string } => {
  const hash = `0x${found['usufruct:terms']['@id'].replace('urn:sha256:', '')}`
  let actual = ''
  try {
    actual = sha256(stringToBytes(canonicalJson(found['usufruct:terms']['rdf:value']['@value'])))
  } catch {
    // Not JSON that has a hash: stays unlike any.
  }
  const ok = actual === hash
  const says = ok
    ? 'They have the hash that was signed.'
    : `They hash to ${actual || 'nothing'}, not to ${hash}.`
  return { check: { name: 'the terms', ok, says }, hash }
}

/** The agreement that a record shows must be the one that the terms name, which is all that the member signed of it. */
const checkAgreement = (found: RecordDocument): Check => {
  const shown = `0x${found['dpv:hasNotice']['usufruct:sha256']}`
  const terms = licenseTerms.safeParse(found['usufruct:terms']['rdf:value']['@value']).data
  const ok = terms?.legalText.sha256 === shown
  const says = ok ? 'It is the one that the terms name.' : `The terms name another one than ${shown}.`
  return { name: 'the agreement', ok, says }
}

/**
 * Checks a consent receipt without a network: its bytes, the operator's signature under them, the terms in it, and
 * the member's own signatures. `operator` is who is expected to have signed; without it, whoever the receipt names.
 */
export const verifyReceipt = async (
  found: ReceiptToVerify,
  { operator }: { operator?: Address | undefined } = {},
): Promise<Verification> => {
  const checks: Check[] = []
  const notChecked = ['that the transactions named in it are on the DAO’s chain']
  const hash = hashDocument(found.document)
  const sameBytes = hash === found.hash.toLowerCase()
  checks.push({
    name: 'the bytes',
    ok: sameBytes,
    says: sameBytes ? 'They have the hash that was signed.' : `They hash to ${hash}, not to ${found.hash}.`,
  })
  const parsed = parse(found.document)
  const node = parsed?.['dpv:hasRecordOfActivity'][0]
  if (!parsed || !node) {
    checks.push({ name: 'the form', ok: false, says: 'It is no consent receipt of this kind.' })
    return verificationOf(checks, notChecked)
  }
  const [chain = '', members = ''] = parsed['dct:publisher']['@id'].split(':').slice(2)
  const chainId = Number(chain)
  const signer = await documentSigner(
    { chainId, members: members as Address, kind: 'consent-receipt', hash, at: found.at },
    found.signature,
  )
  const expected = (operator ?? found.signer).toLowerCase()
  checks.push({
    name: 'the DAO’s signature',
    ok: signer === expected,
    says: signer === expected ? `Made by ${expected}.` : `Made by ${signer ?? 'nobody'}, not by ${expected}.`,
  })
  if (!operator) notChecked.push(`that ${expected} is the DAO’s operator`)

  const terms = checkTerms(node)
  checks.push(terms.check, checkAgreement(node))
  const codes = node['dpv:hasProcess'].map((process) =>
    process['dpv:hasPurpose']['@id'].replace(purposePrefix, ''),
  )
  const subject = {
    account: node['dpv:hasDataSubject']['@id'].split(':').at(-1) ?? '',
    consent: node['usufruct:consent']['@id'].split(':').at(-1) ?? '',
    terms: terms.hash,
    bits: bitsOf(codes),
  }
  let inner: Hex | undefined
  for (const entry of [...node['dpv:hasConsentStatus'], ...(node['dpv:hasActivityStatus'] ?? [])]) {
    const shown = entry['usufruct:evidence']
    if (!shown) continue
    const outcome = await checkEvidence(chainId, shown, subject, inner)
    if (typeof outcome === 'string') notChecked.push(outcome)
    else {
      checks.push(outcome.check)
      inner ??= outcome.inner
    }
  }
  return verificationOf(checks, notChecked)
}
