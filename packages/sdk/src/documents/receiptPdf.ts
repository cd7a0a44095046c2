import type { Content } from 'pdfmake/interfaces.js'
import { z } from 'zod'
import { UsufructError } from '../domain/errors.ts'
import { licenseTerms } from '../terms/terms.ts'
import type { DocumentSignature } from './certificatePdf.ts'
import { createPdf } from './createPdf.ts'
import { facts, hashText, heading } from './pdfParts.ts'
import { termsFacts } from './termsFacts.ts'

const ref = z.object({ '@id': z.string() })
const time = z.object({ '@value': z.iso.datetime() })
const one = <T extends z.ZodType>(of: T) =>
  z.union([of, z.array(of)]).transform((value) => [value].flat() as z.output<T>[])

const indicated = z.object({
  '@type': one(z.string()),
  'dpv:isIndicatedBy': ref,
  'dpv:isIndicatedAtTime': time,
  'dpv:hasIndicationMethod': z.string(),
  'usufruct:evidence': z
    .object({ 'usufruct:transaction': z.string(), 'usufruct:signature': z.string().optional() })
    .optional(),
})

/** As much of a receipt (`records/consentReceipt.ts`) as is for people. */
const receiptDocument = z.object({
  '@type': z.literal('dpv:ConsentReceipt'),
  'dct:identifier': z.string(),
  'dct:title': z.string(),
  'dct:created': time,
  'schema:recipient': ref,
  'dpv:hasRecordOfActivity': one(
    z.object({
      'dct:identifier': z.string(),
      'usufruct:consent': ref,
      'dpv:hasDataController': z.object({
        'dpv:hasName': z.string(),
        'dpv:hasIdentifier': z.string().optional(),
        'dpv:hasAddress': z.string().optional(),
        'dpv:hasContact': z.string().optional(),
        'dpv:hasRepresentative': z.object({ 'dpv:hasName': z.string() }).optional(),
      }),
      'dpv:hasNotice': z.object({
        '@id': z.string(),
        'dct:title': z.string(),
        'dct:hasVersion': z.string(),
        'dct:language': z.string(),
      }),
      'dpv:hasProcess': z.array(
        z.object({
          'dpv:hasPurpose': z.object({ 'dct:title': z.string() }),
          'dpv:hasRecipient': z.array(
            z.object({
              'dct:description': z.string().optional(),
              'dpv:hasIdentifier': z.string().optional(),
            }),
          ),
        }),
      ),
      'dpv:hasConsentControl': z.array(z.object({ 'dpv:isExercisedAt': ref })),
      'dpv:hasRight': z.array(z.object({ 'dct:title': z.string(), 'dpv:isExercisedAt': ref.optional() })),
      'dpv:hasConsentStatus': one(indicated),
      'dpv:hasActivityStatus': one(indicated).optional(),
      'usufruct:terms': ref.extend({ 'rdf:value': z.object({ '@value': licenseTerms }) }),
    }),
  ),
})

const statusWords: Record<string, string> = {
  'dpv:ConsentGiven': 'Given',
  'dpv:RenewedConsentGiven': 'Renewed',
  'dpv:ConsentWithdrawn': 'Taken back',
  'dpv:ConsentRevoked': 'Ended by the DAO',
  'dpv:ConsentExpired': 'Ended on its date',
  'dpv:ConsentInvalidated': 'Found invalid',
  'dpv:ActivityHalted': 'Paused',
}

const minute = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`
/** Some places are named by what they are, since a DAO at home has no address on the web. */
const placeOf = (id: string) => (/^https?:/.test(id) ? id : 'the DAO’s page, under your account')

const last = (id: string) => id.slice(id.lastIndexOf(':') + 1)
const unique = <T>(values: readonly T[]) => [...new Set(values)]

const proofs = ({ 'usufruct:evidence': evidence }: z.output<typeof indicated>): [string, string][] => [
  ...(evidence ? [['Transaction', evidence['usufruct:transaction']] as [string, string]] : []),
  ...(evidence?.['usufruct:signature']
    ? [['Your signature', evidence['usufruct:signature']] as [string, string]]
    : []),
]

/**
 * A consent receipt as people read it: what for, until when, how to take it back, and what proves it. `document` is the
 * JSON-LD that was signed; it is the receipt, and this its reading.
 * @throws UsufructError `RECEIPT_INVALID` naming the field
 */
export const receiptPdf = (
  document: unknown,
  { hash, signer, signature }: DocumentSignature,
): Promise<Uint8Array> => {
  const parsed = receiptDocument.safeParse(document)
  const record = parsed.data?.['dpv:hasRecordOfActivity'][0]
  if (!parsed.success || !record) {
    const issue = parsed.error?.issues[0]
    throw new UsufructError({
      code: 'RECEIPT_INVALID',
      message:
        `This is not a consent receipt: ${issue?.path.join('.') ?? 'it has no record'} ${issue?.message ?? ''}`.trim(),
      hint: 'Give the JSON-LD of a receipt as it was issued.',
      details: { path: issue?.path.join('.') ?? '' },
    })
  }
  const receipt = parsed.data
  const created = receipt['dct:created']['@value']
  const controller = record['dpv:hasDataController']
  const notice = record['dpv:hasNotice']
  const terms = record['usufruct:terms']['rdf:value']['@value']
  const recipients = record['dpv:hasProcess'].flatMap((process) => process['dpv:hasRecipient'])
  const licensees = unique(recipients.flatMap((to) => to['dpv:hasIdentifier'] ?? []))
  const history = [...record['dpv:hasConsentStatus'], ...(record['dpv:hasActivityStatus'] ?? [])].sort(
    (a, b) => a['dpv:isIndicatedAtTime']['@value'].localeCompare(b['dpv:isIndicatedAtTime']['@value']),
  )
  const controls = unique(
    record['dpv:hasConsentControl'].map((control) => placeOf(control['dpv:isExercisedAt']['@id'])),
  )
  const [purposes, ...otherTerms] = termsFacts(terms)
  const said = (event: (typeof history)[number]): Content => ({
    stack: [
      `${minute(event['dpv:isIndicatedAtTime']['@value'])}, ${event['dpv:hasIndicationMethod']}`,
      ...proofs(event).flatMap(([of, value]): Content[] => [{ text: of, style: 'fine' }, hashText(value)]),
    ],
  })
  return createPdf(
    {
      content: [
        { text: receipt['dct:title'], style: 'title' },
        { text: `Consent receipt of ${created.slice(0, 10)}, for you to keep.`, style: 'lead' },
        heading('What you allowed'),
        facts([
          [
            purposes?.[0] ?? '',
            { ul: unique(record['dpv:hasProcess'].map((process) => process['dpv:hasPurpose']['dct:title'])) },
          ],
          ['Until', terms.term.end ? terms.term.end.slice(0, 10) : 'you take it back'],
          ['To', [controller['dpv:hasName'], controller['dpv:hasAddress']].filter(Boolean).join(', ')],
          ['Who else may see it', { ul: unique(recipients.flatMap((to) => to['dct:description'] ?? [])) }],
          ...(licensees.length > 0
            ? [['Licensees so far', { stack: licensees.map((account) => hashText(account)) }] as const]
            : []),
          [
            'What you read',
            `${notice['dct:title']}, version ${notice['dct:hasVersion']} (${notice['dct:language']})`,
          ],
        ]),
        heading('What happened'),
        facts(
          history.map((event) => [
            event['@type'].map((type) => statusWords[type]).find(Boolean) ?? 'Changed',
            said(event),
          ]),
        ),
        heading('How to take it back'),
        {
          text: `At any time, without a reason, as easily as you gave it: ${controls.join(' or ')}, or with your leave card. At once there are no new licenses and no keys for your data, and your share of new income ends. Licensees delete their copies within ${terms.revocation.licenseeDeadlineDays} days. Models that were trained before cannot be made to forget it.`,
          style: 'paragraph',
        },
        heading('Your rights'),
        {
          ul: record['dpv:hasRight'].map(({ 'dct:title': title, 'dpv:isExercisedAt': where }) =>
            where ? `${title}: ${placeOf(where['@id'])}` : title,
          ),
          margin: [0, 0, 0, 4],
        },
        {
          text: `Write to ${[controller['dpv:hasContact'], controller['dpv:hasRepresentative']?.['dpv:hasName']].filter(Boolean).join('; ') || controller['dpv:hasName']}.`,
          style: 'paragraph',
        },
        heading('The terms'),
        facts(otherTerms),
        heading('What proves it'),
        {
          text: 'The JSON of this receipt is what was signed. Whoever has it can check the hash and the signature without asking anyone.',
          style: 'paragraph',
        },
        facts([
          ['Receipt', hashText(receipt['dct:identifier'])],
          ['Record', hashText(record['dct:identifier'])],
          ['Your account', hashText(last(receipt['schema:recipient']['@id']))],
          ['Permission', hashText(last(record['usufruct:consent']['@id']))],
          ['Terms (SHA-256)', hashText(`0x${last(record['usufruct:terms']['@id'])}`)],
          ['Agreement (SHA-256)', hashText(`0x${last(notice['@id'])}`)],
          ['Receipt (SHA-256)', hashText(hash)],
          ['Signed by', hashText(signer)],
          ['Signature', hashText(signature)],
        ]),
      ],
      footer: [
        `${controller['dpv:hasName']} · consent receipt ${receipt['dct:identifier']}`,
        `SHA-256 of the receipt ${hash}`,
      ],
    },
    { title: receipt['dct:title'], at: Math.floor(Date.parse(created) / 1000) },
  )
}
