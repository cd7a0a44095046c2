import { createRequire } from 'node:module'
import fc from 'fast-check'
import jsonld from 'jsonld'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { licenseTerms } from '../terms/terms.ts'
import { type AiActRow, aiActRow } from './aiActRow.ts'
import { coverageInput, projectionCoverage, projections } from './coverage.ts'
import { croissantOffer } from './croissant.ts'
import { fullTerms } from './fullTerms.ts'
import { huggingFaceCard, sizeCategory } from './huggingFaceCard.ts'
import { policyPrefixes } from './odrlContext.ts'
import { odrlOffer } from './odrlOffer.ts'
import { type ProcessingRegister, registerOf, registerOfOne } from './processingRegister.ts'
import { schemaFields, withField } from './schemaFields.ts'

const input = coverageInput(fullTerms)

// Has no types of its own.
const { CONTEXT_V1: w3c } = createRequire(import.meta.url)('@digitalbazaar/odrl-context') as {
  CONTEXT_V1: { '@context': object }
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

/** Terms with up to six fields set to other values that the schema knows for them. */
const anyTerms = fc
  .uniqueArray(fc.nat(schemaFields().length - 1), { maxLength: 6 })
  .chain((picked) =>
    fc.tuple(
      ...picked.map((at) => {
        const { path, values } = schemaFields()[at] as { path: string; values: unknown[] }
        return fc.constantFrom(...values).map((value) => ({ path, value }))
      }),
    ),
  )
  .map((changes) => changes.reduce((terms, { path, value }) => withField(terms, path, value), fullTerms))

describe('coverage', () => {
  const coverage = projectionCoverage()

  it('measures every field of the schema, with values that the schema knows', () => {
    expect(licenseTerms.parse(fullTerms)).toEqual(fullTerms)
    const fields = schemaFields()
    expect(fields.length).toBeGreaterThan(60)
    for (const { path, values } of fields) {
      expect(new Set(values.map((value) => JSON.stringify(value))).size, path).toBe(values.length)
      expect(values.length, path).toBeGreaterThan(1)
      if (path === 'schema') continue
      for (const value of values)
        expect(
          licenseTerms.safeParse(withField(fullTerms, path, value)).error,
          `${path} ${value}`,
        ).toBeUndefined()
    }
  })

  it.each(coverage)('$format carries or lists every field, and claims nothing that it does not', (found) => {
    expect(found.lost).toEqual([])
    expect(found.overstated).toEqual([])
    const known = schemaFields().map(({ path }) => path)
    expect(found.listed.filter((path) => !known.includes(path))).toEqual([])
    expect(found.carried.length + found.listed.length).toBe(found.total)
  })

  it.each(Object.entries(projections))('%s says why it does not carry a field', (_, project) => {
    for (const { why } of project(input).notCarried) expect(why).toMatch(/^[A-Z].{15,}\.$/)
  })
})

describe('the ODRL offer', () => {
  it('loses nothing in a strict processor, offline, whatever the terms', async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, async (terms) => {
        const [expanded] = await expand(JSON.parse(odrlOffer(coverageInput(terms)).document))
        expect(expanded).toHaveProperty(['http://www.w3.org/ns/odrl/2/permission'])
      }),
      { numRuns: 60 },
    )
  })

  it('reads the same under the W3C’s own context', async () => {
    const document = JSON.parse(odrlOffer(input).document)
    const under = { ...document, '@context': [w3c['@context'], policyPrefixes] }
    expect(await expand(under)).toEqual(await expand(document))
  })

  it('keeps the action of every rule and duty', async () => {
    const odrl = 'http://www.w3.org/ns/odrl/2/'
    const [offer] = (await expand(JSON.parse(odrlOffer(input).document))) as Record<string, never>[]
    const rules = ['permission', 'prohibition', 'obligation', 'duty']
    let seen = 0
    const walk = (node: unknown, isRule: boolean): void => {
      if (Array.isArray(node)) for (const item of node) walk(item, isRule)
      if (Array.isArray(node) || typeof node !== 'object' || node === null) return
      if (isRule) {
        seen += 1
        const [action] = (node as Record<string, Record<string, unknown>[]>)[`${odrl}action`] ?? []
        const value = (
          action?.['http://www.w3.org/1999/02/22-rdf-syntax-ns#value'] as { '@id': string }[]
        )?.[0]
        expect(action?.['@id'] ?? value?.['@id']).toMatch(
          /^(http:\/\/www\.w3\.org\/ns\/odrl\/2\/|urn:usufruct:ns#)./,
        )
      }
      for (const [key, value] of Object.entries(node))
        walk(
          value,
          rules.some((rule) => key === odrl + rule),
        )
    }
    walk(offer, false)
    expect(seen).toBeGreaterThan(12)
  })

  it('never prohibits all use because of a restriction in words', () => {
    const { prohibition } = JSON.parse(odrlOffer(input).document)
    for (const { action, constraint } of prohibition)
      if (action === 'use') expect(constraint.length).toBeGreaterThan(0)
  })
})

describe('the Croissant description', () => {
  it('has the same offer as ODRL, in a context where bare words mean something else', async () => {
    const { '@context': context, ...croissant } = JSON.parse(croissantOffer(input).document)
    const [offer] = (await expand({ '@context': context, ...croissant.usageInfo })) as Record<
      string,
      unknown
    >[]
    const [policy] = (await expand(JSON.parse(odrlOffer(input).document))) as Record<string, unknown>[]
    for (const [key, value] of Object.entries(policy ?? {}))
      if (key.startsWith('http://www.w3.org/ns/odrl')) expect(withoutLanguage(offer?.[key])).toEqual(value)
  })

  // It names the files and fields beside it by relative ids, so it is read from somewhere.
  it('loses nothing in a strict processor', async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, async (terms) => {
        const { '@context': context, ...rest } = JSON.parse(croissantOffer(coverageInput(terms)).document)
        await expand({ '@context': { ...context, '@base': 'https://birds.example/data/' }, ...rest })
      }),
      { numRuns: 20 },
    )
  })

  it('needs a version to describe', () => {
    expect(() => croissantOffer({ ...input, released: null })).toThrow(/no version/)
  })
})

/** Croissant's context gives every text a language, which ODRL's does not. */
const withoutLanguage = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, item) => (key === '@language' ? undefined : item))

describe('the Hugging Face card', () => {
  it('has front matter that YAML reads back, and gates by a promise to delete', () => {
    const { document } = huggingFaceCard({
      ...input,
      dataset: { ...input.dataset, name: 'Birds: "a" | b\n---' },
    })
    const [, yaml = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(document) ?? []
    const front = parse(yaml)
    expect(front.pretty_name).toBe('Birds: "a" | b\n---')
    expect(front.license).toBe('other')
    expect(Object.keys(front.extra_gated_fields)).toContain('I agree to delete records on notice')
    expect(front.configs[0].data_files[0].path).toBe('data.parquet')
    expect(body).toContain('## What may be done with it')
  })

  it.each([
    [0, 'n<1K'],
    [999, 'n<1K'],
    [1_000, '1K<n<10K'],
    [344_000, '100K<n<1M'],
    [5e12, 'n>1T'],
  ])('puts %d rows into %s', (rows, category) => {
    expect(sizeCategory(rows)).toBe(category)
  })

  it('means the same to readers of YAML 1.1', () => {
    const column = { name: 'no', type: 'string', nullable: false } as const
    const { document } = huggingFaceCard({
      ...input,
      dataset: { ...input.dataset, name: '2026-01-01', columns: [column] },
    })
    const front = parse(document.split('---\n')[1] ?? '', { version: '1.1' })
    expect(front.pretty_name).toBe('2026-01-01')
    expect(front.dataset_info.features.at(-1).name).toBe('no')
  })

  it('keeps a table’s rows whole', () => {
    const terms = withField(fullTerms, 'attribution.text', 'a | b\nc')
    const row = huggingFaceCard(coverageInput(terms))
      .document.split('\n')
      .find((line) => line.includes('Attribution'))
    expect(row).toContain('a \\| b c')
  })
})

describe('the AI Act row', () => {
  it('fills in every field, and never counts a token it does not have', () => {
    const row = JSON.parse(aiActRow(input).document) as AiActRow
    for (const { id, value } of row.fields) expect(value, id).not.toBe('')
    expect(row.fields.find(({ id }) => id === 'size')?.value).toContain('Less than 1 billion tokens')
    expect(row.table.split('\n')).toHaveLength(row.fields.length + 2)
  })
})

describe('the register of processing', () => {
  it('has a row for each offer besides what a DAO always does, and names its licensees', () => {
    const register: ProcessingRegister = registerOf({
      ...registerOfOne(input),
      offers: [
        {
          terms: fullTerms,
          offer: input.offer,
          dataset: input.dataset,
          licenses: [{ license: '18446744073709551617', licensee: '0xabc', end: 1_830_000_000 }],
        },
      ],
    })
    expect(register.rows).toHaveLength(3)
    expect(register.rows[2]?.recipients[0]).toContain('0xabc')
    expect(register.rows[1]?.recipients[0]).toBe('No processing grant that holds')
    for (const row of register.rows)
      for (const [letter, entries] of Object.entries(row)) expect(entries.length, letter).toBeGreaterThan(0)
  })

  it('names who may see plaintext, for what, until when, and what says so on the chain', () => {
    const grants = {
      holder: '0xabc',
      tasks: ['clean', 'review'],
      contributions: 2,
      until: 1_830_000_000,
      transaction: '0xdef',
    }
    const [, review] = registerOf({ ...registerOfOne(input), grants: [grants] }).rows
    expect(review?.recipients[0]).toBe(
      'Account 0xabc, to clean, review: 2 contributions, until 2027-12-28 at the latest; on the chain, the newest in transaction 0xdef',
    )
  })
})
