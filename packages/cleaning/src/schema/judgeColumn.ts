import type { DetectContext, Found } from '../detect/detector.ts'
import { findPersonalData } from '../detect/findPersonalData.ts'
import { spaced } from '../detect/saysBefore.ts'
import type { ColumnType, FindingType } from '../types.ts'
import type { Profile } from './profileCell.ts'

/** How a column is looked at: each value as running text, or all of them as one kind of personal data. */
export type Judgement = { prose: boolean; whole?: FindingType }

// Names of columns that leave no doubt, in some languages. What is in brackets is a unit or an explanation.
const NAMED: readonly [type: FindingType, name: RegExp][] = [
  [
    'person',
    /^(?:(?:first|last|middle|given|family|full|maiden|sur|fore|birth|patient|customer|client|contact|employee|member|student|teacher|owner|user|person|display|legal|nick|father|mother|parent|spouse|doctor|observer|recorder|collector|author|applicant|tenant|guest|sender|recipient|cardholder|holder|account) ?names?(?: ?\d)?|surname|forename|vorname|nachname|familienname|prénom|prenom|nom de famille|nombre completo|apellidos?|cognome|achternaam|voornaam|imię|nazwisko|full ?name|contact person|next of kin|emergency contact)$/i,
  ],
  [
    'address',
    /^(?:(?:home|street|postal|mailing|billing|shipping|delivery|residential|work|patient|customer)? ?address(?: ?(?:line)? ?\d)?|street(?: name| and number)?|straße|strasse|adresse|anschrift|dirección|direccion|indirizzo|adres)$/i,
  ],
]
// In columns with a type of their own, or of short values, these are noted: figures are what the data is about.
const NOTED: readonly [type: FindingType, name: RegExp, types: readonly ColumnType[]][] = [
  [
    'birth-date',
    /^(?:dob|d o b|(?:date|day|year) of birth|birth ?(?:day|date|year)|born(?: on)?|geburts(?:datum|tag|jahr)|date de naissance|fecha de nacimiento|data di nascita)$/i,
    ['date', 'datetime', 'integer', 'string'],
  ],
  ['age', /^(?:age|age (?:in |at )?.{0,20}|alter|âge|edad|età|leeftijd)$/i, ['integer', 'number']],
  ['coordinates', /^(?:(?:gps|geo|home|decimal)? ?(?:lat|latitude|lon|lng|long|longitude))$/i, ['number']],
  [
    'postcode',
    /^(?:zip|zip ?code|post ?code|postal ?code|plz|postleitzahl|code postal|cap|código postal)$/i,
    ['integer', 'string'],
  ],
]

const PROSE_WORDS = 4
const SHARE = 0.6
const DISTINCT = 8
const MAYBE_NAMES =
  /^(?:names?|person|patient|customer|client|contact|employee|member|owner|author|observer|teacher|student|who|name of .{1,20})$/i

/**
 * A column of short values is judged as a whole: by its name, or by what most of its distinct values are. So a
 * species that happens to be a surname is no person, and a list of members is one to the last line.
 */
export const judgeColumn = (
  name: string,
  type: ColumnType,
  profile: Profile,
  text: boolean,
  regions: readonly string[],
): Judgement => {
  const words = spaced(name)
    .replace(/[([].*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  const noted = NOTED.find(([, pattern, types]) => pattern.test(words) && types.includes(type))
  if (noted) return { prose: false, whole: noted[0] }
  if (type !== 'string') return { prose: false }
  const named = NAMED.find(([, pattern]) => pattern.test(words))
  if (named) return { prose: false, whole: named[0] }
  if (text || profile.words >= PROSE_WORDS * Math.max(1, profile.worded)) return { prose: true }
  const maybe = MAYBE_NAMES.test(words)
  if (profile.sample.size < (maybe ? 1 : DISTINCT)) return { prose: false }
  const context: DetectContext = { column: name, regions, phoneColumn: false, prose: true }
  const counts = new Map<FindingType, number>()
  for (const value of profile.sample) {
    const whole = soleType(value, findPersonalData(value, context))
    // One word alone is the name of a species, a colour or a town as often as of a person.
    if (whole && (maybe || /\s/.test(value))) counts.set(whole, (counts.get(whole) ?? 0) + 1)
  }
  const most = (['person', 'address'] as const).find(
    (kind) => (counts.get(kind) ?? 0) >= profile.sample.size * SHARE,
  )
  return most ? { prose: false, whole: most } : { prose: false }
}

// A tagger that is asked about codes answers something; names have no digits, and addresses have words.
const FORMS: Partial<Record<FindingType, RegExp>> = {
  person: /^[\p{L}\p{M} .,'’-]+$/u,
  address: /^(?=.*\p{N})(?=.*\p{L}{3}).*\s/su,
}

/** The one type that explains a value to its last letter. */
const soleType = (value: string, found: readonly Found[]): FindingType | undefined => {
  const [first] = found
  if (!first || !FORMS[first.type]?.test(value) || found.some(({ type }) => type !== first.type))
    return undefined
  const covered = found.reduce((sum, { start, end }) => sum + end - start, 0)
  return covered >= value.length * 0.8 ? first.type : undefined
}
