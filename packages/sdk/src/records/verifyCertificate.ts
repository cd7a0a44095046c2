import { type Address, type Hex, sha256, stringToBytes } from 'viem'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { type Certificate, certificate } from '../http/routes/terms.ts'
import { type LicenseTerms, termsHash } from '../terms/terms.ts'
import { documentSigner, hashDocument } from './signedDocument.ts'
import { type Check, type Verification, verificationOf } from './verification.ts'

export type CertificateToVerify = {
  /** Canonical JSON, the exact text that was signed. */
  document: string
  hash: Hex
  signer: Address
  signature: Hex
}

/** What a check of a certificate can be given besides it; what is absent is said to be unchecked. */
export type CertificateWitness = {
  operator?: Address | undefined
  /** The offer's terms, to see that the license is no wider. */
  offer?: LicenseTerms | undefined
  /** The license text that was agreed. */
  legalText?: string | undefined
  /** Gives the fields in which a child is wider than its parent; see `terms/narrow.ts`. */
  widerFields?: ((child: LicenseTerms, parent: LicenseTerms) => readonly string[]) | undefined
}

const parse = (document: string): Certificate | undefined => {
  try {
    return certificate.safeParse(JSON.parse(document)).data
  } catch {
    return undefined
  }
}

const iso = (unixTime: number) => new Date(unixTime * 1000).toISOString()

const checkOfTerms = (found: Certificate): Check[] => {
  const hash = termsHash(found.terms)
  const sameHash = hash === found.termsHash
  const { permit } = found.terms.purposes
  const agrees =
    found.terms.kind === 'agreement' &&
    found.terms.legalText.sha256 === found.legalText &&
    found.terms.charter === found.charter &&
    found.terms.term.start === iso(found.start) &&
    found.terms.term.end === iso(found.end) &&
    canonicalJson([...permit].sort()) === canonicalJson([...found.purposes].sort())
  return [
    {
      name: 'the terms’ hash',
      ok: sameHash,
      says: sameHash ? `They hash to ${hash}.` : `They hash to ${hash}, not to ${found.termsHash}.`,
    },
    {
      name: 'the terms’ content',
      ok: agrees,
      says: agrees
        ? 'They have the certificate’s purposes, term, text and charter.'
        : 'They differ from the certificate in purposes, term, text or charter.',
    },
  ]
}

const checkAgainst = (
  found: Certificate,
  witness: CertificateWitness,
): { checks: Check[]; notChecked: string[] } => {
  const checks: Check[] = []
  const notChecked: string[] = []
  if (witness.legalText === undefined) notChecked.push('the license text behind its hash')
  else {
    const ok = sha256(stringToBytes(witness.legalText)) === found.legalText
    checks.push({
      name: 'the license text',
      ok,
      says: ok ? 'It has the agreed hash.' : 'It has another hash.',
    })
  }
  const { offer, widerFields } = witness
  if (!offer || !widerFields) notChecked.push('that the license is no wider than its offer')
  else {
    const isItsOffer = found.terms.parent.includes(offer.id)
    const wider = widerFields(found.terms, offer)
    checks.push({
      name: 'narrower than the offer',
      ok: isItsOffer && wider.length === 0,
      says: !isItsOffer
        ? `It is made from ${found.terms.parent.join(', ') || 'no offer'}, not from ${offer.id}.`
        : wider.length > 0
          ? `It is wider than its offer in: ${wider.join(', ')}.`
          : 'It is no wider than its offer.',
    })
  }
  return { checks, notChecked }
}

/** Checks a license certificate without a network: its bytes, its signature, its hashes and, where the offer's terms
 * are given, that it is no wider than they are. */
export const verifyCertificate = async (
  found: CertificateToVerify,
  witness: CertificateWitness = {},
): Promise<Verification> => {
  const hash = hashDocument(found.document)
  const checks: Check[] = [
    {
      name: 'the bytes',
      ok: hash === found.hash.toLowerCase(),
      says:
        hash === found.hash.toLowerCase()
          ? 'They have the hash that was signed.'
          : `They hash to ${hash}, not to ${found.hash}.`,
    },
  ]
  const notChecked = ['that the license is still valid on the DAO’s chain']
  const parsed = parse(found.document)
  if (!parsed || canonicalJson(parsed) !== found.document) {
    checks.push({ name: 'the form', ok: false, says: 'It is no license certificate in canonical form.' })
    return verificationOf(checks, notChecked)
  }
  const { chainId, members } = parsed.dao
  const signer = await documentSigner(
    { chainId, members, kind: 'license-certificate', hash, at: parsed.issuedAt },
    found.signature,
  )
  const expected = (witness.operator ?? found.signer).toLowerCase()
  checks.push({
    name: 'the DAO’s signature',
    ok: signer === expected,
    says: signer === expected ? `Made by ${expected}.` : `Made by ${signer ?? 'nobody'}, not by ${expected}.`,
  })
  if (!witness.operator) notChecked.push(`that ${expected} is the DAO’s operator`)
  const further = checkAgainst(parsed, witness)
  return verificationOf(
    [...checks, ...checkOfTerms(parsed), ...further.checks],
    [...notChecked, ...further.notChecked],
  )
}
