/// <reference path="./categorizedWords.d.ts" />
import { allFakers } from '@faker-js/faker'
import words from 'categorized-words'
import { daleChall } from 'dale-chall'
import { fingerprint, flagOf, type List } from '../src/tagger/gazetteer.ts'

/** Words that say of what stands beside them that it is an address, or a company. */
const STREET =
  'street st road rd avenue ave av lane ln drive dr court ct place pl square sq boulevard blvd way terrace parkway pkwy highway hwy crescent close row alley grove hill suite apt apartment unit flat floor room box strasse straße str weg platz allee gasse rue chemin calle avenida plaza carrera via viale piazza corso rua travessa ulica ul ulice utca út straat laan plein gade vej väg gatan vei gata katu tie ulitsa prospekt cesta trg'
const COMPANY =
  'inc incorporated ltd limited llc llp plc corp corporation co company gmbh ag sa sas sarl srl spa bv nv oy ab as kg kft sro university college institute school hospital clinic bank council ministry department agency association foundation society union club committee group holdings partners laboratories labs systems solutions technologies industries airlines museum church court'

/** Keys and commands of configuration and code that are not in lists of English, and some of which are last names. */
const TECHNICAL =
  'lang locale slug toc config href src img css csv json yaml utf init args params std stdio def const func bool len max min tmp dev prod admin login url uri http https jack'

type Definitions = { person?: Record<string, unknown>; location?: Record<string, unknown> }

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(textsIn)
  return []
}

const partsOf = (text: string): string[] =>
  text.includes('{{')
    ? []
    : (text
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{M}]+/gu) ?? [])

/** Lists of names from Faker's 77 locales, and of English words, as fingerprints with flags. */
export const buildLists = (): Map<number, number> => {
  const entries = new Map<number, number>()
  const add = (list: List, word: string) => {
    const key = fingerprint(word)
    entries.set(key, (entries.get(key) ?? 0) | flagOf(list))
  }
  const familiar = new Set(daleChall.map((word) => word.toLowerCase()))
  const short = (word: string) => word.length < 2 || (word.length < 4 && familiar.has(word))
  const addAll = (list: List, value: unknown) => {
    for (const text of textsIn(value)) for (const word of partsOf(text)) if (!short(word)) add(list, word)
  }
  for (const locale of Object.values(allFakers)) {
    const { person, location } = locale.rawDefinitions as Definitions
    addAll('first', person?.first_name)
    addAll('last', person?.last_name)
    addAll('city', location?.city_name)
    addAll('country', location?.country)
    addAll('city', location?.state)
  }
  for (const word of STREET.split(' ')) add('street', word)
  for (const word of COMPANY.split(' ')) add('company', word)
  for (const word of familiar) add('familiar', word)
  for (const word of TECHNICAL.split(' ')) add('english', word)
  for (const list of Object.values(words)) for (const word of list) add('english', word)
  return entries
}
