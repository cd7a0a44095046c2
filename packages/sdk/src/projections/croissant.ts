import { UsufructError } from '../domain/errors.ts'
import type { Manifest } from '../domain/manifest.ts'
import { rowColumns } from '../domain/manifest.ts'
import type { Column } from '../http/values.ts'
import type { LicenseTerms } from '../terms/terms.ts'
import { croissantRai } from './croissantRai.ts'
import { odrlPrefixed, policyPrefixes } from './odrlContext.ts'
import { odrlNotCarried, odrlPolicy } from './odrlOffer.ts'
import { jsonText, type Projection, type ProjectionInput } from './projection.ts'

/** Columns that describe a row's origin, in words for a licensee. */
const rowColumnNotes: Record<(typeof rowColumns)[number], string> = {
  record_id: 'Random id of the row in this dataset. Notices of withdrawal name it.',
  contributor: 'Pseudonym of whoever lent the row, for this dataset alone.',
  grant: 'Id of the consent the row is lent under.',
}

const dataTypes: Record<Column['type'], string> = {
  string: 'sc:Text',
  integer: 'sc:Integer',
  number: 'sc:Float',
  boolean: 'sc:Boolean',
  date: 'sc:Date',
  datetime: 'sc:DateTime',
}

// https, not http: the context printed in the specification’s appendix is refused by its own validator.
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  prov: 'http://www.w3.org/ns/prov#',
  ...policyPrefixes,
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
}

export type CroissantParameters = {
  manifest: Omit<Manifest, 'croissant'>
  columns: readonly Column[]
  description: string
  citation: string
  /** Of the dataset: where it is described. */
  url: string
  /** Of the license text. */
  license: string
  creator: { name: string; url: string }
  /** The offer's, for the conditions of use; absent for an offer whose terms the DAO did not publish. */
  terms?: LicenseTerms | undefined
  /** When the rows in it were lent; Unix times in seconds. */
  lent?: { from: number; to: number } | undefined
  /** The assembled file, where there is one. A release itself has only encrypted parts. */
  parquet?: { sha256: string; bytes: number }
}

/**
 * A release in Croissant 1.1 (MLCommons). Rows are assembled at the licensee’s side from encrypted parts, so
 * a release describes `data.parquet` as a file set to come; beside a download it is a file with its hash.
 */
export const croissant = ({ manifest, columns, parquet, ...about }: CroissantParameters) => {
  const source = parquet ? { fileObject: { '@id': 'data.parquet' } } : { fileSet: { '@id': 'data' } }
  const fields = [
    ...columns.map(({ name, type, description, unit }) => ({
      name,
      type,
      description: [description, unit && `Unit: ${unit}.`].filter(Boolean).join(' '),
    })),
    ...rowColumns.map((name) => ({ name, type: 'string' as const, description: rowColumnNotes[name] })),
  ]
  const assembled = parquet
    ? {
        '@type': 'cr:FileObject',
        '@id': 'data.parquet',
        name: 'data.parquet',
        contentUrl: 'data.parquet',
        encodingFormat: 'application/x-parquet',
        sha256: parquet.sha256.replace(/^0x/, ''),
        contentSize: `${parquet.bytes} B`,
      }
    : {
        '@type': 'cr:FileSet',
        '@id': 'data',
        name: 'data',
        description: 'Assembled at the licensee’s side from the encrypted parts that its license opens.',
        encodingFormat: 'application/x-parquet',
        includes: 'data.parquet',
      }
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: manifest.dataset.slug,
    description: about.description,
    url: about.url,
    license: about.license,
    sdLicense: about.license,
    version: `${manifest.release}.0.0`,
    datePublished: new Date(manifest.at * 1000).toISOString().slice(0, 10),
    citeAs: about.citation,
    creator: { '@type': 'sc:Organization', ...about.creator },
    distribution: [assembled],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'records',
        name: 'records',
        key: { '@id': 'records/record_id' },
        field: fields.map(({ name, type, description }) => ({
          '@type': 'cr:Field',
          '@id': `records/${name}`,
          name: `records/${name}`,
          ...(description ? { description } : {}),
          dataType: dataTypes[type],
          source: { ...source, extract: { column: name } },
        })),
      },
    ],
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      'prov:label': `release ${manifest.release} of offer ${manifest.offer}, chain ${manifest.chainId}, DAO ${manifest.dao}`,
    },
    ...croissantRai(manifest, about.terms, about.lent),
    ...(about.terms ? { usageInfo: usageInfo(about.terms) } : {}),
  }
}

/** Croissant 1.1, “Data Use Conditions”: an ODRL offer, in words that Croissant's own context leaves alone. */
const usageInfo = (terms: LicenseTerms) => {
  const { '@type': type, ...policy } = odrlPrefixed(odrlPolicy(terms))
  return { '@type': ['CreativeWork', type], name: 'Conditions of use', ...policy }
}

/** Fields that Croissant has a place for though ODRL has none: in the RAI extension. */
const inRai = [
  'personalData.present',
  'personalData.legalBasis',
  'revocation.revocable',
  'revocation.lockInDays',
]

const why = (words: string) =>
  words.replace(/^ODRL/, 'Croissant takes its conditions of use from ODRL, which')

/** An offer's newest version in Croissant 1.1. @throws UsufructError `NOTHING_RELEASED` */
export const croissantOffer = ({ terms, dataset, dao, offer, released }: ProjectionInput): Projection => {
  if (!released)
    throw new UsufructError({
      code: 'NOTHING_RELEASED',
      kind: 'conflict',
      message: `Offer ${offer.id} has no version to describe yet.`,
      hint: 'Wait for its first release.',
      details: { offer: offer.id },
    })
  return {
    document: jsonText(
      croissant({
        manifest: released.manifest,
        columns: dataset.columns,
        description: dataset.description,
        citation: dataset.citation,
        url: dataset.url,
        license: terms.legalText.url,
        creator: { name: dao.name, url: dataset.url },
        terms,
        lent: released.lent,
      }),
    ),
    mediaType: 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
    fileName: `${dataset.slug}-offer-${offer.id}.croissant.json`,
    notCarried: croissantNotCarried,
  }
}

export const croissantNotCarried = odrlNotCarried
  .filter(({ field }) => !inRai.includes(field))
  .map(({ field, why: words }) => ({ field, why: why(words) }))
