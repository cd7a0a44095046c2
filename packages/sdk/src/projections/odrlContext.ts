/** The part of the W3C's ODRL context that our policies use, as the W3C defines it, so that they open without a
 * network; then the prefixes of our own. */
const terms = [
  ...['Offer', 'Agreement', 'Party', 'Asset'],
  ...['use', 'distribute', 'derive', 'attribute', 'delete', 'inform', 'compensate', 'ensureExclusivity'],
  ...['archive', 'grantUse', 'nextPolicy'],
  ...['purpose', 'dateTime', 'spatial', 'recipient', 'payAmount', 'event', 'delayPeriod', 'timeInterval'],
  ...['percentage', 'eq', 'isA', 'isAnyOf', 'isAllOf', 'lteq', 'gteq'],
] as const

const ids = [
  ...['profile', 'assigner', 'assignee', 'target', 'permission', 'prohibition', 'obligation', 'duty'],
  ...['constraint', 'refinement'],
] as const

const words = ['action', 'leftOperand', 'operator'] as const

const fromEntries = <K extends string, V>(keys: readonly K[], value: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>

export const policyPrefixes = {
  odrl: 'http://www.w3.org/ns/odrl/2/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dct: 'http://purl.org/dc/terms/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  loc: 'https://w3id.org/dpv/loc#',
  usufruct: 'urn:usufruct:ns#',
} as const

export const odrlContext = {
  ...policyPrefixes,
  uid: '@id',
  ...fromEntries(terms, (term) => `odrl:${term}`),
  ...fromEntries(ids, (key) => ({ '@type': '@id', '@id': `odrl:${key}` })),
  ...fromEntries(words, (key) => ({ '@type': '@vocab', '@id': `odrl:${key}` })),
  rightOperand: 'odrl:rightOperand',
  unit: 'odrl:unit',
} as const

const isTerm = (value: string) => (terms as readonly string[]).includes(value)
const isId = (key: string) => (ids as readonly string[]).includes(key)
const isWord = (key: string) => (words as readonly string[]).includes(key)

const prefixedValue = (key: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => prefixedValue(key, item))
  if (typeof value === 'string') {
    if (key === '@type') return isTerm(value) ? `odrl:${value}` : value
    if (isWord(key)) return { '@id': isTerm(value) ? `odrl:${value}` : value }
    return isId(key) ? { '@id': value } : value
  }
  return typeof value === 'object' && value !== null ? odrlPrefixed(value) : value
}

/** The same policy with every word prefixed, for a document whose own context gives bare words another meaning. */
export const odrlPrefixed = (node: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === 'uid') return ['@id', value]
      const isOdrl = isId(key) || isWord(key) || key === 'rightOperand' || key === 'unit'
      return [isOdrl ? `odrl:${key}` : key, prefixedValue(key, value)]
    }),
  )
