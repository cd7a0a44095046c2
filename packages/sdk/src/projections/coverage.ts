import type { LicenseTerms } from '../terms/terms.ts'
import { aiActRow } from './aiActRow.ts'
import { croissantOffer } from './croissant.ts'
import { fullTerms } from './fullTerms.ts'
import { huggingFaceCard } from './huggingFaceCard.ts'
import { odrlOffer } from './odrlOffer.ts'
import { processingRegister, registerOfOne } from './processingRegister.ts'
import type { Projection, ProjectionInput } from './projection.ts'
import { schemaFields, withField } from './schemaFields.ts'

/** Every projection of an offer, by the name it has in the API. */
export const projections = {
  croissant: croissantOffer,
  huggingface: huggingFaceCard,
  odrl: odrlOffer,
  'ai-act': aiActRow,
  'processing-register': (input: ProjectionInput): Projection => processingRegister(registerOfOne(input)),
} as const

const hash = (digit: string) => `0x${digit.repeat(64)}` as const

/** An offer with everything set. What is outside the terms, their hash too, stays the same while a field of them
 * changes: a document that changes carries the field itself. */
export const coverageInput = (terms: LicenseTerms): ProjectionInput => ({
  terms,
  termsHash: hash('7'),
  offer: { id: '1', name: 'Training', maxMonths: 12 },
  dataset: {
    slug: 'birds',
    name: 'Birds',
    description: 'Birds, measured.',
    kind: 'table',
    columns: [{ name: 'mass', type: 'number', nullable: true, unit: 'g', description: 'Body mass' }],
    citation: 'Bird Watchers (2027)',
    url: 'https://birds.example/data',
  },
  dao: {
    name: 'Bird Watchers',
    chainId: 31_337,
    members: '0x00000000000000000000000000000000000000da',
    practice: false,
    legal: {
      name: 'Bird Watchers DUNA',
      registration: 'WY-1',
      address: '30 N Gould St, Sheridan, WY',
      accountableAgent: 'A. Gent',
    },
    contacts: {
      licensing: 'licensing@birds.example',
      privacy: 'privacy@birds.example',
      takedown: 'takedown@birds.example',
      security: 'security@birds.example',
    },
  },
  text: { title: 'Training license', version: '1.2.0', language: 'en' },
  released: {
    manifest: {
      schema: 'usufruct-release/1',
      dao: '0x00000000000000000000000000000000000000da',
      chainId: 31_337,
      dataset: { id: hash('1'), slug: 'birds', name: 'Birds' },
      offer: '1',
      release: 3,
      at: 1_800_000_000,
      validUntil: 1_830_000_000,
      purposes: ['ai.finetune', 'ai.eval'],
      columns: [{ name: 'mass', type: 'number' }],
      parts: [],
      rowsTotal: 2_400,
    },
    members: 12,
    lent: { from: 1_790_000_000, to: 1_799_000_000 },
  },
})

export type Coverage = {
  format: keyof typeof projections
  total: number
  carried: string[]
  listed: string[]
  /** Neither carried nor listed: something is silently lost. Empty, or the projection is wrong. */
  lost: string[]
  /** Carried although listed as not carried. Empty, or the list is wrong. */
  overstated: string[]
}

/** Whether each two values of a field give different documents. */
const tells = (format: keyof typeof projections, path: string, values: readonly unknown[]): boolean => {
  const documents = values.map(
    (value) => projections[format](coverageInput(withField(fullTerms, path, value))).document,
  )
  return new Set(documents).size === documents.length
}

/** For every format: which fields of the license terms it carries, shown by changing each of them, and which it says
 * that it does not. */
export const projectionCoverage = (): Coverage[] =>
  (Object.keys(projections) as (keyof typeof projections)[]).map((format) => {
    const fields = schemaFields()
    const listed = new Set(projections[format](coverageInput(fullTerms)).notCarried.map(({ field }) => field))
    const carried = fields.filter(({ path, values }) => tells(format, path, values)).map(({ path }) => path)
    return {
      format,
      total: fields.length,
      carried,
      listed: [...listed],
      lost: fields.map(({ path }) => path).filter((path) => !carried.includes(path) && !listed.has(path)),
      overstated: carried.filter((path) => listed.has(path)),
    }
  })
