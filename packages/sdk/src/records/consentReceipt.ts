import { type ConsentRecordInput, daoUrn, recordNode } from './consentRecord.ts'
import { dateTime, iri, type JsonLd, jsonLdContext } from './jsonLdContext.ts'

export type ReceiptHeader = {
  /** UUIDv4 of the receipt; the record in it has its own. */
  id: string
  kind: 'given' | 'renewed' | 'changed' | 'paused' | 'withdrawn' | 'expired'
  /** When it was issued; Unix time in seconds. */
  issuedAt: number
}

const titles: Record<ReceiptHeader['kind'], string> = {
  given: 'You gave a permission',
  renewed: 'You renewed a permission',
  changed: 'You changed a permission',
  paused: 'You paused a permission',
  withdrawn: 'You took a permission back',
  expired: 'A permission ended on its date',
}

/**
 * A member's copy of a consent's record after one change (profile `dpv-27560#receipt-eu-gdpr`). What is signed is
 * {@link receiptText} of it, byte for byte.
 */
export const consentReceipt = (
  { id, kind, issuedAt }: ReceiptHeader,
  record: ConsentRecordInput,
): JsonLd => ({
  '@context': jsonLdContext,
  '@id': `urn:uuid:${id}`,
  '@type': 'dpv:ConsentReceipt',
  'dct:conformsTo': iri('https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr'),
  'dct:identifier': id,
  'dct:title': `${titles[kind]}: ${record.dataset.name}`,
  'dct:created': dateTime(issuedAt),
  'dct:publisher': iri(daoUrn(record.controller)),
  'schema:recipient': iri(`${daoUrn(record.controller)}:member:${record.account.toLowerCase()}`),
  'usufruct:change': kind,
  'dpv:hasRecordOfActivity': [recordNode(record)],
})

/** The one text a receipt has. */
export const receiptText = (receipt: JsonLd): string => `${JSON.stringify(receipt, null, 2)}\n`
