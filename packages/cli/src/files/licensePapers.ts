import { createHash } from 'node:crypto'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Certificate } from '@usufruct/sdk/http/routes/terms'
import type { Verification } from '@usufruct/sdk/records/verification'
import { verifyCertificate } from '@usufruct/sdk/records/verifyCertificate'
import { narrow } from '@usufruct/sdk/terms/narrow'
import { type LicenseTerms, termsHash } from '@usufruct/sdk/terms/terms'
import type { Address, Hex } from 'viem'

export type SignedCertificate = {
  certificate: Certificate
  document: string
  hash: Hex
  signer: Address
  signature: Hex
}

/** What was agreed, each held against its hash. */
export type LicensePapers = {
  /** The offer's, and their hash as it is on chain. */
  terms: LicenseTerms
  termsHash: Hex
  text: { hash: Hex; title: string; version: string; language: string; text: string }
  signed: SignedCertificate
  verification: Verification
}

const mismatch = (what: string, expected: string) =>
  new UsufructError({
    code: 'TEXT_MISMATCH',
    kind: 'conflict',
    message: `The ${what} that the node gives is not the one that was agreed.`,
    hint: 'Ask another node of the DAO.',
    details: { expected },
  })

/** The fields in which some terms are wider than others. */
const widerFields = (child: LicenseTerms, parent: LicenseTerms): string[] => {
  const narrowed = narrow([parent], child)
  return narrowed.allowed ? [] : narrowed.blocks.map(({ field }) => field)
}

const offerTermsHash = async (actor: Actor, { dataset, offer }: { dataset: string; offer: string }) => {
  const { offers } = await actor.node.call('getDataset', { params: { slug: dataset } })
  const terms = offers.find((entry) => entry.offer === offer)?.terms
  if (terms) return terms
  throw new UsufructError({
    code: 'OFFER_UNKNOWN',
    kind: 'notFound',
    message: `The node no longer lists offer ${offer} of ${dataset}.`,
    hint: 'Ask another node of the DAO.',
  })
}

/** A license's terms, text and certificate, checked: what a node gives must be what its hashes say.
 * @throws UsufructError `TEXT_MISMATCH`, `OFFER_UNKNOWN`, `CERTIFICATE_INVALID`, and the node's own */
export const licensePapers = async (
  actor: Actor,
  license: { license: string; dataset: string; offer: string },
): Promise<LicensePapers> => {
  const hash = await offerTermsHash(actor, license)
  const { terms } = await actor.node.call('getTerms', { params: { hash } })
  if (termsHash(terms) !== hash) throw mismatch('terms', hash)
  const { sha256 } = terms.legalText
  const { title, version, language, text } = await actor.node.call('getText', { params: { hash: sha256 } })
  if (`0x${createHash('sha256').update(text).digest('hex')}` !== sha256)
    throw mismatch('license text', sha256)
  const signed = await actor.node.call('getCertificate', { params: { license: license.license } })
  const verification = await verifyCertificate(signed, {
    operator: actor.dao.operator,
    offer: terms,
    legalText: text,
    widerFields,
  })
  const failed = verification.checks.find(({ ok }) => !ok)
  if (failed)
    throw new UsufructError({
      code: 'CERTIFICATE_INVALID',
      kind: 'conflict',
      message: `The license’s certificate does not hold: ${failed.name}. ${failed.says}`,
      hint: 'Ask another node of the DAO; if it stays so, ask the DAO.',
      details: { check: failed.name },
    })
  return {
    terms,
    termsHash: hash,
    text: { hash: sha256, title, version, language, text },
    signed,
    verification,
  }
}
