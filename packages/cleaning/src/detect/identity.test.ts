import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNif, isPersonnummer, isPesel, passesVerhoeff } from './checksums.ts'
import { findPersonalData } from './findPersonalData.ts'

const context = { column: 'note', regions: ['US'], phoneColumn: false, prose: false }
const foundIn = (text: string, column = 'note') =>
  findPersonalData(text, { ...context, column }).map(
    ({ type, start, end }) => `${type} ${text.slice(start, end)}`,
  )

describe('numbers that states give to people', () => {
  it.each([
    ['My SSN is 536-22-8714.', 'ssn 536-22-8714'],
    ['social security 536 22 8714', 'ssn 536 22 8714'],
    ['NIF 12345678Z', 'national-id 12345678Z'],
    ['su NIE es X1234567L.', 'national-id X1234567L'],
    ['RSSMRA85T10A562S', 'national-id RSSMRA85T10A562S'],
    ['Steuer-ID: 86 095 742 719', 'national-id 86 095 742 719'],
    ['BSN 111222333', 'national-id 111222333'],
    ['NHS number 943 476 5919', 'national-id 943 476 5919'],
    ['2 55 08 14 168 025 38', 'national-id 2 55 08 14 168 025 38'],
    ['529.982.247-25', 'national-id 529.982.247-25'],
    ['Aadhaar 2341 2341 2346', 'national-id 2341 2341 2346'],
    ['PESEL 44051401359', 'national-id 44051401359'],
    ['811218-9876', 'national-id 811218-9876'],
    ['131052-308T', 'national-id 131052-308T'],
    ['My driver’s license number is N12345678', 'id-document N12345678'],
    ['passport no. P4366918', 'id-document P4366918'],
    ['the VIN: 1M8GDM9AXKP042788', 'vehicle 1M8GDM9AXKP042788'],
    ['send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'crypto 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'crypto bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['0x52908400098527886E0F7030069857D2E4169EE7', 'crypto 0x52908400098527886E0F7030069857D2E4169EE7'],
    ['born on 3 July 1988 in', 'birth-date 3 July 1988'],
    ['DOB: 04/17/1979', 'birth-date 04/17/1979'],
    ['GPS 52.52001, 13.40495', 'coordinates 52.52001, 13.40495'],
    ['52.5200° N, 13.4050° E', 'coordinates 52.5200° N, 13.4050° E'],
    ['My zip code is 83702', 'postcode 83702'],
    ['see https://example.org/a?b=1.', 'url https://example.org/a?b=1'],
    ['a 34-year-old woman', 'age 34-year-old'],
  ])('%s', (text, found) => {
    expect(foundIn(text)).toEqual([found])
  })

  it.each([
    '000-22-8714',
    '666-22-8714',
    '912-22-8714',
    '536 22 8714',
    '12345678Z',
    'NIF 12345678A',
    'RSSMRA85T10A562T',
    '111222333',
    '943 476 5919 birds',
    '529.982.247-26',
    '2341 2341 2346',
    '44051401359',
    '811218-9877',
    '811318-9876',
    '1M8GDM9AXKP042789',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    'the passport was new',
    '52.52001, 13.40495',
    'zip it up',
    'page 34',
  ])('%s is none', (text) => {
    expect(foundIn(text).filter((found) => !found.startsWith('phone'))).toEqual([])
  })

  it('are believed without words where the column says it', () => {
    expect(foundIn('111222333', 'bsn')).toEqual(['national-id 111222333'])
    expect(foundIn('536228714', 'SSN')).toEqual(['ssn 536228714'])
    expect(foundIn('12345678Z', 'dni')).toEqual(['national-id 12345678Z'])
  })

  const digits = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

  it.each([
    ['Aadhaar', digits(11).map((rest) => `7${rest}`), passesVerhoeff],
    ['PESEL', digits(11), isPesel],
    ['NIF', digits(8).chain((d) => fc.constantFrom(...'TRWAGMYFPDXBNJZSQVHLCKE').map((c) => d + c)), isNif],
    ['personnummer', digits(10), isPersonnummer],
  ] as const)(
    '%s: a valid number is found, and one digit changed makes it invalid',
    (said, number, isValid) => {
      const valid = number.filter(isValid)
      fc.assert(
        fc.property(valid, fc.nat(7), (value, at) => {
          expect(foundIn(`${said} ${value}`)).toEqual([`national-id ${value}`])
          const wrong = `${value.slice(0, at)}${(Number(value[at]) + 1) % 10}${value.slice(at + 1)}`
          expect(isValid(wrong)).toBe(false)
        }),
        { seed: 101, numRuns: 60 },
      )
    },
  )
})

describe('what is hidden from the eye is not hidden from us', () => {
  it.each([
    ['4111\u200b1111\u200b1111\u200b1111', 'card'],
    ['4111\u00ad1111\u00ad1111\u00ad1111', 'card'],
    ['\u202e4111 1111 1111 1111\u202c', 'card'],
    ['４１１１１１１１１１１１１１１１', 'card'],
    ['٤١١١١١١١١١١١١١١١', 'card'],
    ['4111–1111–1111–1111', 'card'],
    ['DE89\u20603704\u20600044\u20600532\u20600130\u206000', 'iban'],
    ['ann\u200b@example.org', 'email'],
    ['SSN 536\u201122\u20118714', 'ssn'],
  ])('%j', (text, type) => {
    const [found, ...more] = findPersonalData(text, context)
    expect(found?.type).toBe(type)
    expect(more).toEqual([])
    expect(text.slice(found?.start, found?.end)).toMatch(/[\p{L}\p{N}]$/u)
  })

  it('offsets are those of the text as written', () => {
    const text = 'a\u200bb 4111\u200b 1111 1111 1111\u200b end'
    const [found] = findPersonalData(text, context)
    expect(text.slice(found?.start, found?.end)).toBe('4111\u200b 1111 1111 1111')
  })
})
