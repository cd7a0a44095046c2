import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonicalJson.ts'
import { UsufructError } from './errors.ts'

const reasonOf = (value: unknown) => {
  try {
    canonicalJson(value)
  } catch (error) {
    if (error instanceof UsufructError) return [error.code, error.details.reason, error.details.path]
    throw error
  }
  return undefined
}

describe('canonicalJson', () => {
  it.each([
    // RFC 8785 §3.2.2, with the string spelled out in code points
    [
      {
        numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000f\nA\'B"\\\\"/',
        literals: [null, true, false],
      },
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    // RFC 8785 §3.2.3: the emoji's first code unit D83D sorts before FB33
    [
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}',
    ],
    [-0, '0'],
    [[0, -1, 1e21, 1e-7, 5e-324, 1.7976931348623157e308], '[0,-1,1e+21,1e-7,5e-324,1.7976931348623157e+308]'],
    [{ b: { d: [], c: {} }, a: '' }, '{"a":"","b":{"c":{},"d":[]}}'],
    [JSON.parse('{"__proto__":1,"constructor":2}'), '{"__proto__":1,"constructor":2}'],
    [Object.assign(Object.create(null), { b: 1, a: 2 }), '{"a":2,"b":1}'],
  ])('prints %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([
    [Number.NaN, 'not-finite', '$'],
    [{ a: [1, Number.POSITIVE_INFINITY] }, 'not-finite', '$.a[1]'],
    [{ a: undefined }, 'not-json', '$.a'],
    [new Array(1), 'not-json', '$[0]'],
    [10n, 'not-json', '$'],
    [() => 1, 'not-json', '$'],
    [new Date(0), 'not-json', '$'],
    [new Map(), 'not-json', '$'],
    ['\ud800', 'lone-surrogate', '$'],
    [{ 'a\udc00': 1 }, 'lone-surrogate', '$'],
  ])('refuses %s', (value, reason, path) => {
    expect(reasonOf(value)).toEqual(['CANONICAL_JSON_REFUSED', reason, path])
  })

  it('refuses a circle', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    expect(reasonOf(circle)?.[1]).toBe('too-deep')
  })

  it('is stable: parsing and printing again gives the same text, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 8785, numRuns: 300 },
    )
  })
})
