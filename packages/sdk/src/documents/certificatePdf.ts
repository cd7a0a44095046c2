import type { Address, Hex } from 'viem'
import { formatMoney } from '../domain/money.ts'
import type { Certificate } from '../http/routes/terms.ts'
import { createPdf } from './createPdf.ts'
import { facts, grouped, hashText, heading, isoDay, isoTime } from './pdfParts.ts'
import { qrImage } from './qrImage.ts'
import { termsFacts } from './termsFacts.ts'

export type DocumentSignature = {
  /** SHA-256 of the signed bytes. */
  hash: Hex
  signer: Address
  /** EIP-712 `SignedDocument`, bound to the DAO’s Members contract. */
  signature: Hex
}

/** A name for a license that needs nobody to host it. */
export const licenseUrn = ({ dao, license }: Certificate) =>
  `urn:usufruct:${dao.chainId}:${dao.members.toLowerCase()}:license:${license}`

/** What a licensee shows to somebody who asks. `url` is where the license can be looked up; without one the QR names
 * the license. The JSON that was signed is the certificate, and this its reading. */
export const certificatePdf = (
  certificate: Certificate,
  { hash, signer, signature }: DocumentSignature,
  { url = licenseUrn(certificate) }: { url?: string } = {},
): Promise<Uint8Array> => {
  const { dao, coin } = certificate
  return createPdf(
    {
      content: [
        {
          columns: [
            {
              width: '*',
              stack: [
                { text: 'License certificate', style: 'title' },
                { text: `${certificate.offerName}: ${certificate.dataset}`, style: 'lead' },
                { text: `from ${isoDay(certificate.start)} to ${isoDay(certificate.end)}`, style: 'lead' },
              ],
            },
            qrImage(url, 92),
          ],
        },
        heading('Who and what'),
        facts([
          ['License', hashText(certificate.license)],
          ['Licensee', hashText(certificate.licensee)],
          ['Licensor', dao.name],
          ['Dataset', certificate.dataset],
          ['Offer', `${certificate.offer}: ${certificate.offerName}`],
          ['Version', `${certificate.release}, ${grouped(certificate.rows)} rows`],
          ['From', isoTime(certificate.start)],
          ['To', isoTime(certificate.end)],
          ['Price paid', formatMoney(BigInt(certificate.price), coin)],
        ]),
        heading('What it allows'),
        facts(termsFacts(certificate.terms)),
        heading('How to check it'),
        {
          text: 'The license is a token on the ledger; the hashes are of the exact bytes of what they stand for. Whoever has the JSON of this certificate can check the signature without asking anyone.',
          style: 'paragraph',
        },
        facts([
          ['Ledger', `chain ${dao.chainId}`],
          ['Contract of licenses', hashText(dao.offers)],
          ['Contract of members', hashText(dao.members)],
          ['Transaction', hashText(certificate.transaction)],
          ['Terms', hashText(certificate.termsHash)],
          ['License text', hashText(certificate.legalText)],
          ['Charter', hashText(certificate.charter)],
          ['Manifest of the version', hashText(certificate.manifest)],
          ['Certificate (JSON)', hashText(hash)],
          ['Signed by', hashText(signer)],
          ['Signature', hashText(signature)],
          ['Looked up at', hashText(url)],
        ]),
      ],
      footer: [
        `${dao.name} · license ${certificate.license} · issued ${isoTime(certificate.issuedAt)}`,
        `SHA-256 of the certificate ${hash}`,
      ],
    },
    { title: `License certificate · ${certificate.offerName}`, at: certificate.issuedAt },
  )
}
