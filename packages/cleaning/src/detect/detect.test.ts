import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FindingType } from '../types.ts'
import { findPersonalData } from './findPersonalData.ts'

const context = { column: 'note', regions: ['US'], phoneColumn: false, prose: false }
const foundIn = (text: string, column = 'note') =>
  findPersonalData(text, { ...context, column }).map(
    ({ type, start, end }) => `${type} ${text.slice(start, end)}`,
  )

const luhn = (digits: string): string => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit
  }
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const iban = (country: string, account: string): string => {
  const numbers = [...`${account}${country}00`].map((c) => Number.parseInt(c, 36)).join('')
  return `${country}${String(98n - (BigInt(numbers) % 97n)).padStart(2, '0')}${account}`
}

const inGroups = (text: string, lengths: number[], separator: string): string => {
  let at = 0
  const groups = lengths.map((length) => {
    at += length
    return text.slice(at - length, at)
  })
  return groups.join(separator)
}

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

const card = fc
  .constantFrom(
    ['4', 16],
    ['4', 13],
    ['4', 19],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['36', 14],
    ['300', 14],
    ['6011', 16],
    ['65', 16],
    ['3528', 16],
    ['3589', 16],
    ['62', 16],
    ['6759', 16],
    ['2202', 16],
  )
  .chain(([prefix, length]) =>
    digits((length as number) - 1 - (prefix as string).length).map((rest) => luhn(`${prefix}${rest}`)),
  )
const writtenCard = card.chain((number) =>
  fc.constantFrom(
    number,
    ...(number.length === 16
      ? [
          inGroups(number, [4, 4, 4, 4], ' '),
          inGroups(number, [4, 4, 4, 4], '-'),
          inGroups(number, [4, 4, 4, 4], '\u00a0'),
        ]
      : []),
    ...(number.length === 15 ? [inGroups(number, [4, 6, 5], ' ')] : []),
    ...(number.length === 14 ? [inGroups(number, [4, 6, 4], ' ')] : []),
    ...(number.length === 19 ? [inGroups(number, [4, 4, 4, 4, 3], ' ')] : []),
  ),
)
const ibanNumber = fc.oneof(
  digits(18).map((d) => iban('DE', d)),
  digits(14).map((d) => iban('GB', `NWBK${d}`)),
  digits(10).map((d) => iban('NL', `ABNA${d}`)),
  digits(12).map((d) => iban('AT', `${d}3456`)),
  digits(17).map((d) => iban('CH', d)),
)
const writtenIban = ibanNumber.chain((number) =>
  fc.constantFrom(number, number.toLowerCase(), (number.match(/.{1,4}/g) as string[]).join(' ')),
)
const address = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255))
    .map((parts) => parts.join('.')),
  fc.constantFrom(
    '2001:db8::1',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    'fe80::1ff:fe23:4567:890a',
    '::ffff:192.0.2.128',
  ),
)
const mailbox = fc
  .tuple(
    fc.constantFrom('ann', 'ann.lee', 'a+b', "o'brien", 'jürgen', 'x_1', '李'),
    fc.constantFrom('example.org', 'mail.example.co.uk', 'bücher.example', 'x-y.io', 'example.museum'),
  )
  .map(([local, domain]) => `${local}@${domain}`)

const GENERATED: [FindingType, fc.Arbitrary<string>][] = [
  ['card', writtenCard],
  ['iban', writtenIban],
  ['ip', address],
  ['email', mailbox],
]
const around = fc.constantFrom(
  ['', ''],
  ['see ', ''],
  ['(', ')'],
  ['it is ', ', thanks'],
  ['“', '”'],
  ['x: ', '.'],
  ['\n', '\n'],
  ['naïve ', '!'],
  ['<', '>'],
)

describe('types with a checksum or a grammar are found whole, wherever they stand', () => {
  it.each(GENERATED)('%s', (type, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, around, (value, [before, after]) => {
        expect(foundIn(`${before}${value}${after}`)).toEqual([`${type} ${value}`])
      }),
      { seed: 97, numRuns: 400 },
    )
  })

  it.each([
    ['card', card],
    ['iban', ibanNumber],
  ] as const)('%s with one digit wrong is not', (type, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.nat(8), (value, from) => {
        const at = value.length - 1 - from
        const wrong = `${value.slice(0, at)}${(Number(value[at]) + 1) % 10}${value.slice(at + 1)}`
        expect(foundIn(wrong).filter((found) => found.startsWith(type))).toEqual([])
      }),
      { seed: 98, numRuns: 400 },
    )
  })
})

describe('telephone numbers', () => {
  it.each([
    '+1 206 555 0142',
    '+12065550142',
    '(206) 555-0142',
    '206-555-0142',
    '206.555.0142',
    '1-206-555-0142',
    '+44 20 7946 0958',
    '+49 30 901820',
    '+33 1 42 68 53 00',
    '+81 3-1234-5678',
    '+55 11 91234-5678',
    '123-456-7890x12',
    '001-748-088-2851x818',
    '(790)091-7442',
  ])('%s', (number) => {
    expect(foundIn(`He said ${number}.`)).toEqual([`phone ${number}`])
    expect(foundIn(number)).toEqual([`phone ${number}`])
  })

  it.each([
    ['call 5551234 now', '5551234'],
    ['Tel: 030 90182 22', '030 90182 22'],
    ['my number is 2065550142', '2065550142'],
    ['WhatsApp 0171/2345678', '0171/2345678'],
    ['ring 206 555 0142) 206-555-0143 (home', '206 555 0142'],
  ])('%s', (text, number) => {
    expect(foundIn(text)[0]).toBe(`phone ${number}`)
  })

  it('are read as dialled in the regions asked for', () => {
    const berlin = '030 23125 111'
    expect(foundIn(berlin)).toEqual([])
    expect(findPersonalData(berlin, { ...context, regions: ['US', 'DE'] })).toHaveLength(1)
    expect(findPersonalData('+49 30 23125 111', { ...context, regions: [] })).toHaveLength(1)
    expect(findPersonalData(berlin, { ...context, regions: ['XX'] })).toEqual([])
  })
})

describe('what measurement tables are full of is left alone', () => {
  it.each([
    '39.1 18.7 181 3750',
    '39.1, 18.7, 181, 3750',
    '[39.1,18.7,181,3750]',
    '52.5200, 13.4050',
    '-24.69454',
    '+24.69454',
    '1.2345678e10',
    '0.000012345678',
    '2007-11-11',
    '2007-11-11 2008-12-12',
    '2007-11-11T14:30:00Z',
    '2007-11-11 14:30:00.123456',
    '11/11/2007 14:30',
    '20071111143000',
    '2007/11/11',
    '11.11.2007',
    '2007-2009',
    '1990 - 2000',
    'N1A1',
    'PAL0708',
    'R2D2-1234567',
    'ISBN 978-3-16-148410-0',
    '550e8400-e29b-41d4-a716-446655440000',
    'deadbeef00112233',
    '1700000000000',
    '1700000000000000',
    '123456789012',
    '0x1234567890ab',
    '12:34:56',
    '12:34:56.789',
    '00:1b:44:11:3a:b7',
    'std::vector',
    'a::b',
    '::1',
    '127.0.0.1',
    'v1.2.3.4',
    'version 10.4.2.1',
    'Firmware: 2.10.0.7',
    'section 4.1.2.3',
    '1.2.3.4.5',
    '300.1.2.3',
    '1.2.3',
    'GO:0008150',
    'chr1:1000000-2000000',
    'doi:10.1371/journal.pone.0090081',
    '#1234567',
    '1 000 000 000',
    '1,234,567,890',
    '$12,345,678.90',
    '±0.12345678',
    '1/2/3/4/5/6/7',
    'Adult, 1 Egg Stage',
    'user@localhost',
    '@handle',
    'a @ b.c',
    'x@1.2',
    'ratio 3:4:5',
  ])('%s', (text) => {
    expect(foundIn(text)).toEqual([])
  })

  const decimal = (least: number, most: number, places: number) =>
    fc
      .integer({ min: least * 10 ** places, max: most * 10 ** places })
      .map((n) => (n / 10 ** places).toFixed(places))
  const figure = fc.oneof(
    decimal(-100, 100, 1),
    decimal(-30, 30, 5),
    decimal(0, 180, 4),
    fc.nat(9_999_999_999).map(String),
    fc.nat(300).map(String),
    fc.integer({ min: 1900, max: 2100 }).map(String),
    fc
      .date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
    fc
      .date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString()),
    fc
      .integer({ min: 600, max: 1439 })
      .map((m) => `${Math.floor(m / 60)}:${String(m % 60).padStart(2, '0')}`),
    fc.nat(99_999_999).map((n) => `N${n}A1`),
    fc.tuple(fc.nat(500), fc.nat(900)).map(([a, b]) => `${a}-${b}`),
  )

  it('figures, dates and codes in a row, but for the odd range that is a telephone number by the letter', () => {
    const row = fc
      .tuple(fc.array(figure, { minLength: 1, maxLength: 6 }), fc.constantFrom(' ', ', ', ';', '\t', '  '))
      .map(([parts, separator]) => parts.join(separator))
    const mistaken = fc.sample(row, { seed: 344, numRuns: 3000 }).flatMap((text) => foundIn(text))
    expect(mistaken.length).toBeLessThanOrEqual(3)
    expect(mistaken.filter((found) => !found.startsWith('phone'))).toEqual([])
  })

  it('a column of versions holds no addresses', () => {
    expect(foundIn('10.4.2.1', 'app_version')).toEqual([])
    expect(foundIn('10.4.2.1', 'host')).toEqual(['ip 10.4.2.1'])
  })
})

describe('overlaps', () => {
  it.each([
    ['4111 1111 1111 1111', ['card 4111 1111 1111 1111']],
    ['mail +12065550142@example.org', ['email +12065550142@example.org']],
    ['DE89370400440532013000', ['iban DE89370400440532013000']],
    ['a@b.cc,c@d.ee;4111111111111111', ['email a@b.cc', 'email c@d.ee', 'card 4111111111111111']],
    ['4111 1111 1111 1111 4111 1111 1111 1111', ['card 4111 1111 1111 1111', 'card 4111 1111 1111 1111']],
    ['[email] [phone]', []],
  ])('%s', (text, found) => {
    expect(foundIn(text)).toEqual(found)
  })

  it('findings never overlap and always lie in the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789 +-.:@()[]/aeDGBx\n'), maxLength: 80 }),
        (text) => {
          let end = 0
          for (const found of findPersonalData(text, context)) {
            expect(found.start).toBeGreaterThanOrEqual(end)
            expect(found.end).toBeGreaterThan(found.start)
            end = found.end
          }
          expect(end).toBeLessThanOrEqual(text.length)
        },
      ),
      { seed: 99, numRuns: 2000 },
    )
  })
})
