import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPersonalData } from '../detect/findPersonalData.ts'
import { tagText } from './tagText.ts'
import { tokenise } from './tokenise.ts'

const context = { column: 'note', regions: ['US'], phoneColumn: false, prose: true }
const foundIn = (text: string) =>
  findPersonalData(text, context).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)

describe('tokenise', () => {
  it('parts words, numbers and signs, and keeps accents and joiners with their letters', () => {
    const text = 'Zoë’s e\u0301t\u200bé, 12a\n\n👩‍👩 x'
    const { starts, ends } = tokenise(text, [])
    expect(starts.map((start, i) => text.slice(start, ends[i]))).toEqual([
      'Zoë',
      '’',
      's',
      'e\u0301t\u200bé',
      ',',
      '12',
      'a',
      '👩\u200d',
      '👩',
      'x',
    ])
  })

  it('makes one token of what is masked', () => {
    const { starts, ends, masks } = tokenise('call +1 206 now', [{ start: 5, end: 11 }])
    expect(starts).toEqual([0, 5, 12])
    expect(ends).toEqual([4, 11, 15])
    expect(masks).toEqual([-1, 0, -1])
  })
})

describe('names and addresses in running text', () => {
  it.each([
    ['Please ask Maria Schneider for the keys to the boat.', 'person Maria Schneider'],
    ['My name is Priya and I have a question about my bill.', 'person Priya'],
    ['Call Kim on +44 20 7946 0958 before the next visit', 'person Kim'],
    ['Send it to 221 Baker Street, London NW1 6XE please.', 'address 221 Baker Street'],
    ['Dear Mr. Johnson, thank you for your letter.', 'person Mr. Johnson'],
  ])('%s', (text, found) => {
    expect(foundIn(text)).toContain(found)
  })

  it.each([
    'Ring was loose and had to be replaced before the next visit.',
    'Second egg laid two days later',
    'Adult female, brood patch visible, moult not started. Measured twice.',
    'The samples were stored at four degrees until they were analysed.',
    'Scale repaired, paid with card',
    'Columns are typed by what all of their values could be.',
  ])('%s: nobody is in it', (text) => {
    expect(foundIn(text)).toEqual([])
  })

  it('leaves to rules what they have found', () => {
    const text = 'Write to maria.schneider@example.org or call 206-555-0142.'
    expect(foundIn(text)).toEqual(['email maria.schneider@example.org', 'phone 206-555-0142'])
  })

  it('does not find markers and pseudonyms', () => {
    expect(foundIn('Ask [person] or Person-4F2A9C01 at [address] about it.')).toEqual([])
  })
})

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    'Maria',
    'Schneider',
    ' ',
    '\n',
    '221',
    'Baker Street',
    'שלום',
    'مرحبا',
    '\u202e',
    '\u200b',
    'e\u0301\u0323',
    '\ud83d',
    '\udc27',
    '👩‍👩‍👧',
    '[person]',
    'ann@example.org',
    "O'Brien",
    '.',
    '李',
    'ǅ',
    'İ',
    'ß',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )

  it('findings lie in it, in order, apart from one another and from what is masked', () => {
    fc.assert(
      fc.property(text, (value) => {
        let end = 0
        for (const found of findPersonalData(value, context)) {
          expect(found.start).toBeGreaterThanOrEqual(end)
          expect(found.end).toBeGreaterThan(found.start)
          end = found.end
        }
        expect(end).toBeLessThanOrEqual(value.length)
      }),
      { seed: 102, numRuns: 1500 },
    )
  })

  it('the same text gives the same findings, whatever was looked at before', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const before = tagText(one, [], [])
        tagText(other, [], [])
        expect(tagText(one, [], [])).toEqual(before)
      }),
      { seed: 103, numRuns: 200 },
    )
  })

  it('a cell of a megabyte is read to its end', () => {
    const filler = 'nothing of note happened on the way to the hut and back. '
    const whole = `${filler.repeat(9_000)}Please ask Maria Schneider for the keys.`
    expect(foundIn(whole)).toContain('person Maria Schneider')
    expect(findPersonalData('A'.repeat(1_000_000), context)).toEqual([])
    expect(findPersonalData('\u202e\u200b'.repeat(300_000), context)).toEqual([])
  })
})
