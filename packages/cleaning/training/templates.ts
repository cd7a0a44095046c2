import { readFileSync } from 'node:fs'
import { allFakers, type Faker } from '@faker-js/faker'
import type { Entity } from '../src/tagger/tags.ts'
import type { Marked } from './corpus.ts'
import type { Random } from './random.ts'

const COPIES_OF_TEMPLATE = 10
const COPIES_OF_PLAIN = 3
const LOWER = 0.15
const UPPER = 0.04

// English counts for more, since most templates are.
const ENGLISH = ['en', 'en_US', 'en_GB', 'en_IE', 'en_IN', 'en_NG', 'en_ZA', 'en_CA'] as const
const OTHERS = Object.keys(allFakers).filter(
  (locale) => !['base', 'dv', 'en_BORK', 'en_AU_ocker'].includes(locale) && !locale.startsWith('en'),
) as (keyof typeof allFakers)[]

const ENTITY_OF: Record<string, Entity> = {
  person: 'person',
  first: 'person',
  last: 'person',
  prefix: 'person',
  initial: 'person',
  address: 'address',
  street: 'address',
  streetname: 'address',
  number: 'address',
  city: 'location',
  country: 'location',
  org: 'organization',
  date: 'date',
  weekday: 'date',
  month: 'date',
  job: 'job',
  phone: 'phone',
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T

const PREFIXES = [
  'Mr.',
  'Mrs.',
  'Ms.',
  'Dr.',
  'Mr',
  'Mrs',
  'Ms',
  'Dr',
  'Miss',
  'Prof.',
  'Professor',
  'Sir',
  'Frau',
  'Herr',
  'Mme',
  'Sr.',
]
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const COMPANIES = [
  'Systems',
  'Labs',
  'Media',
  'Energy',
  'Health',
  'Analytics',
  'Group',
  'Partners',
  'Foods',
  'Bank',
  'Airlines',
  'Logistics',
  'Software',
  'Data',
  'Institute',
  'Foundation',
  'Network',
  'Solutions',
  'Research',
  'Insurance',
]
const PLACES = ['University of', 'Bank of', 'Museum of', 'City of', 'Port of', 'Technical University of']
const OF_PLACE = [
  'University',
  'Hospital',
  'City Council',
  'General Hospital',
  'High School',
  'Airport',
  'College',
  'Police Department',
  'Times',
  'Chamber of Commerce',
]

const fakerOf = (random: Random): Faker =>
  allFakers[random() < 0.5 ? pick(ENGLISH, random) : pick(OTHERS, random)]

const titled = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`

const orgOf = (faker: Faker, random: Random): string => {
  const en = allFakers.en
  const kind = random()
  if (kind < 0.25) return faker.company.name()
  if (kind < 0.4) return `${faker.person.lastName()} ${pick(COMPANIES, random)}`
  if (kind < 0.5) return `${pick(PLACES, random)} ${cityOf(faker)}`
  if (kind < 0.62) return `${cityOf(faker)} ${pick(OF_PLACE, random)}`
  if (kind < 0.75) return `${titled(en.word.noun())}${random() < 0.5 ? ' ' : ''}${titled(en.word.noun())}`
  if (kind < 0.83)
    return `${titled(en.word.adjective())} ${titled(en.word.noun())} ${pick(COMPANIES, random)}`
  if (kind < 0.9)
    return `${titled(en.word.noun())}${pick(['ly', 'ify', 'io', 'tech', 'soft', 'ware'], random)}`
  if (kind < 0.95) return en.string.alpha({ length: { min: 3, max: 4 }, casing: 'upper' })
  return `${titled(en.word.noun())} & ${faker.person.lastName()}`
}

/** The locale's own cities where it has a list; Faker makes them up of names otherwise. */
const cityOf = (faker: Faker): string => faker.location.city()

const streetOf = (faker: Faker, random: Random): string => {
  const name = faker.location.street()
  const number = faker.location.buildingNumber()
  return random() < 0.5 ? `${number} ${name}` : `${name} ${number}`
}

const addressOf = (faker: Faker, random: Random): string => {
  const street = streetOf(faker, random)
  const kind = random()
  if (kind < 0.3) return street
  const flat = random() < 0.25 ? `, ${faker.location.secondaryAddress()}` : ''
  const separator = pick([', ', ', ', ', ', '\n', ' '], random)
  const place =
    random() < 0.5
      ? `${cityOf(faker)}, ${allFakers.en.location.state({ abbreviated: true })} ${allFakers.en_US.location.zipCode()}`
      : `${faker.location.zipCode()} ${cityOf(faker)}`
  const country = random() < 0.15 ? `${separator}${allFakers.en.location.country()}` : ''
  return `${street}${flat}${separator}${place}${country}`
}

const dateOf = (_: Faker, random: Random): string => {
  const date = allFakers.en.date.between({ from: '1940-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const two = (n: number) => String(n).padStart(2, '0')
  const name = MONTHS[month] as string
  return pick(
    [
      `${year}-${two(month + 1)}-${two(day)}`,
      `${day} ${name} ${year}`,
      `${name} ${day}, ${year}`,
      `${month + 1}/${day}/${year}`,
      `${two(day)}.${two(month + 1)}.${year}`,
      `${day} ${name.slice(0, 3)} ${year}`,
      `${day}/${month + 1}/${String(year).slice(2)}`,
      `${name} ${day}`,
      `${day}th of ${name}`,
      `${year}-${two(month + 1)}-${two(day)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    ],
    random,
  )
}

const personOf = (faker: Faker, random: Random): string => {
  const first = faker.person.firstName()
  const last = faker.person.lastName()
  const kind = random()
  if (kind < 0.62) return `${first} ${last}`
  if (kind < 0.7) return `${pick(PREFIXES, random)} ${first} ${last}`
  if (kind < 0.78) return `${first} ${faker.person.firstName()[0]}. ${last}`
  if (kind < 0.84) return `${first} ${faker.person.firstName()} ${last}`
  if (kind < 0.9) return `${first[0]}. ${last}`
  if (kind < 0.95) return `${first} ${last}-${faker.person.lastName()}`
  return `${first} ${pick(['van', 'de', 'von', 'van der', 'da', 'al-', 'bin', "O'"], random)} ${last}`
}

const fill: Record<string, (faker: Faker, random: Random) => string> = {
  person: personOf,
  first: (faker) => faker.person.firstName(),
  last: (faker) => faker.person.lastName(),
  prefix: (_, random) => pick(PREFIXES, random),
  initial: (faker) => `${faker.person.firstName()[0]}.`,
  address: addressOf,
  street: streetOf,
  streetname: (faker) => faker.location.street(),
  number: (faker) => faker.location.buildingNumber(),
  city: cityOf,
  country: () => allFakers.en.location.country(),
  org: orgOf,
  date: dateOf,
  weekday: (_, random) => pick(WEEKDAYS, random),
  month: (_, random) => pick(MONTHS, random),
  year: (_, random) => String(1900 + Math.floor(random() * 126)),
  job: () => allFakers.en.person.jobTitle(),
  phone: (faker) => faker.phone.number(),
  email: (faker) => faker.internet.email(),
  age: (_, random) => String(18 + Math.floor(random() * 70)),
}

const fillIn = (template: string, name: string, random: Random): Marked => {
  const faker = fakerOf(random)
  let text = ''
  const spans: Marked['spans'] = []
  for (const part of template.replaceAll('¶', '\n').split(/(\{[a-z]+\})/)) {
    const slot = /^\{([a-z]+)\}$/.exec(part)?.[1]
    const value = slot ? (fill[slot] as (typeof fill)[string])(faker, random) : part
    const entity = slot ? ENTITY_OF[slot] : undefined
    if (entity) spans.push({ start: text.length, end: text.length + value.length, entity })
    text += value
  }
  const casing = random()
  const changed = casing < LOWER ? text.toLowerCase() : casing < LOWER + UPPER ? text.toUpperCase() : text
  // Some letters become two when their case changes, and the marks would move.
  return { text: changed.length === text.length ? changed : text, spans, template: name }
}

/** Sentences of our own, filled with names that Faker knows: other kinds of text than the shared data has. */
export const ownCorpus = (random: Random): Marked[] => {
  for (const faker of Object.values(allFakers)) {
    faker.seed(Math.floor(random() * 2 ** 31))
    faker.setDefaultRefDate('2026-01-01T00:00:00Z')
  }
  const lines = readFileSync(new URL('./templates.txt', import.meta.url), 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .flatMap((line) =>
      Array.from({ length: line.includes('{') ? COPIES_OF_TEMPLATE : COPIES_OF_PLAIN }, () =>
        fillIn(line, `own ${line}`, random),
      ),
    )
}
