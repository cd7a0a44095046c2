/** Prefixes of every JSON-LD document we make. Written into each of them: whoever opens one needs no network.
 * Our own terms are under a `urn:`, which nobody has to host. */
export const jsonLdContext = {
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  schema: 'https://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  ai: 'https://w3id.org/dpv/ai#',
  loc: 'https://w3id.org/dpv/loc#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  'legal-eu': 'https://w3id.org/dpv/legal/eu#',
  usufruct: 'urn:usufruct:ns#',
} as const

export type JsonLd = { readonly [key: string]: JsonLdValue }
export type JsonLdValue = string | number | boolean | JsonLd | readonly JsonLdValue[]

export const dateTime = (unixTime: number): JsonLd => ({
  '@value': new Date(unixTime * 1000).toISOString().replace('.000Z', 'Z'),
  '@type': 'xsd:dateTime',
})

export const iri = (id: string): JsonLd => ({ '@id': id })
