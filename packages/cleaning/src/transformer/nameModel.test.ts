import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPersonalData } from '../detect/findPersonalData.ts'
import { uniteFindings } from '../detect/uniteFindings.ts'
import { redactText } from '../redact/redactText.ts'
import { entityOf, findingTypeOf } from './findingTypeOf.ts'
import { createNameModel } from './nameModel.ts'
import { windowsOf } from './windows.ts'

const context = { column: 'note', regions: ['US'], phoneColumn: false, prose: true }
const spell = (text: string, found: readonly { start: number; end: number; type: string }[]) =>
  found.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`)

describe('labels', () => {
  it.each([
    ['B-PER', 'person'],
    ['E-ORG', 'organization'],
    ['GPE', 'location'],
    ['I-BUILDING_NUMBER', 'address'],
    ['B-GIVENNAME', 'person'],
    ['private_email', 'email'],
    ['B-MISC', undefined],
    ['O', undefined],
    ['LABEL_1', undefined],
  ])('%s is %s', (label, type) => {
    expect(findingTypeOf(entityOf(label))).toBe(type)
  })
})

describe('windows', () => {
  it('judge each word once, in order, within the room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 60 }), (pieces) => {
        const judged = windowsOf(pieces, 8).flatMap(({ from, to, first, last }) => {
          const size = pieces.slice(from, to).reduce((sum, one) => sum + one, 0)
          expect(size).toBeLessThanOrEqual(8)
          expect(from <= first && last <= to).toBe(true)
          return Array.from({ length: last - first }, (_, i) => first + i)
        })
        expect(judged).toEqual(pieces.map((_, i) => i))
      }),
      { seed: 501, numRuns: 300 },
    )
  })
})

/** What a model would say that takes a capital, and a number after one, for a name: 0 outside, 1 person, 2 address. */
const capitals = (longest: number) => {
  const words: string[] = []
  const model = createNameModel({
    sha256: '',
    types: [undefined, 'person', 'address'],
    unused: [],
    encode: (word) => [words.push(word.trim()) - 1],
    before: [-1],
    after: [-1],
    longest,
    classify: async (pieces) =>
      Int32Array.from(pieces, (piece, i) =>
        /^[A-Z]/.test(words[piece] ?? '') ? (/^\d/.test(words[pieces[i + 1] ?? -1] ?? '') ? 2 : 1) : 0,
      ),
    milliseconds: 60_000,
  })
  return model
}

describe('a model’s findings', () => {
  it('are the same however long the text is, and join what only a space parts', async () => {
    const text = 'today Zorblax Quindle, then Trelm met Oslo 4 more. '.repeat(40)
    const long = await capitals(512).find(text)
    expect(spell(text, long.slice(0, 4))).toEqual([
      'person Zorblax Quindle',
      'person Trelm',
      'address Oslo',
      'person Zorblax Quindle',
    ])
    expect(await capitals(16).find(text)).toEqual(long)
  })

  it('end with a typed error when the model takes too long', async () => {
    const model = createNameModel({
      sha256: '',
      types: ['person'],
      unused: [],
      encode: () => [1],
      before: [],
      after: [],
      longest: 8,
      classify: async ({ length }) => new Int32Array(length),
      milliseconds: -1,
    })
    await expect(model.find('one two')).rejects.toMatchObject({ code: 'MODEL_TOO_SLOW' })
  })
})

describe('uniting', () => {
  const at = (text: string, part: string, type: 'person' | 'location' | 'organization' | 'phone') => {
    const start = text.indexOf(part)
    return { start, end: start + part.length, type }
  }

  it('never gives up what a rule has found', () => {
    const text = 'Pay Zorblax DE89 3704 0044 0532 0130 00 now'
    const found = findPersonalData(text, context, [], [at(text, text.slice(4), 'organization')])
    expect(spell(text, found)).toContain('iban DE89 3704 0044 0532 0130 00')
    expect(spell(text, found)).toContain('organization now')
  })

  it.each([
    [
      'one type is one span',
      'Ann Lee Smith',
      ['Ann Lee', 'person'],
      ['Lee Smith', 'person'],
      ['person Ann Lee Smith'],
    ],
    [
      'a person goes before a longer place',
      'Ann Lee Smith',
      ['Lee', 'person'],
      ['Ann Lee Smith', 'location'],
      ['location Ann', 'person Lee', 'location Smith'],
    ],
    ['of equal length the model', 'Ann Lee', ['Ann Lee', 'person'], ['Ann Lee', 'phone'], ['phone Ann Lee']],
  ] as const)('%s', (_, text, [mine, type], [theirs, other], united) => {
    expect(spell(text, uniteFindings(text, [at(text, mine, type)], [at(text, theirs, other)], []))).toEqual(
      united,
    )
  })

  it('gives spans in order and apart, whatever overlaps what', () => {
    const text = 'Ann, Lee. Smith (of) Oslo – 12 X'
    const span = fc
      .record({
        start: fc.nat(text.length - 1),
        length: fc.integer({ min: 1, max: 12 }),
        type: fc.constantFrom('person' as const, 'location' as const, 'address' as const),
      })
      .map(({ start, length, type }) => ({ start, end: Math.min(text.length, start + length), type }))
    const spans = fc.array(span, { maxLength: 6 })
    fc.assert(
      fc.property(spans, spans, spans, (tagged, byModel, taken) => {
        let end = 0
        for (const found of uniteFindings(text, tagged, byModel, taken)) {
          expect(found.start).toBeGreaterThanOrEqual(end)
          expect(text.slice(found.start, found.end)).toMatch(/[\p{L}\p{N}]/u)
          expect(taken.some((other) => other.start < found.end && found.start < other.end)).toBe(false)
          end = found.end
        }
      }),
      { seed: 502, numRuns: 400 },
    )
  })

  it('keeps noting what is only noted when something else in the text is taken out', () => {
    const text = 'Write to ann@example.org about the stay in Nulvania'
    const byModel = [at(text, 'Nulvania', 'location')]
    const { text: cleaned, found } = redactText(text, context, {
      decide: ({ type }) => (type === 'location' ? 'note' : 'redact'),
      pseudonymise: () => '',
      byModel,
    })
    expect(cleaned).toBe('Write to [email] about the stay in Nulvania')
    expect(spell(text, found)).toEqual(['email ann@example.org', 'location Nulvania'])
  })
})
