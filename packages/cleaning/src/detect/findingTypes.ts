import type { FindingType } from '../types.ts'

type Kind = {
  /** What stands where a finding stood. */
  marker: string
  /** With which a pseudonym begins: one word with a capital. */
  label: string
  /**
   * Direct: tells by itself who or where somebody is, so it is taken out unless the member says otherwise.
   * Indirect: tells it only together with more, and is what public figures are full of: it is counted in a note,
   * and dealt with where the member asks for it.
   */
  direct: boolean
}

const direct = (marker: string, label: string): Kind => ({ marker: `[${marker}]`, label, direct: true })
const indirect = (marker: string, label: string): Kind => ({ marker: `[${marker}]`, label, direct: false })

/** In order of precedence between findings of equal length. */
export const FINDING_TYPES: Record<FindingType, Kind> = {
  email: direct('email', 'Email'),
  iban: direct('iban', 'Account'),
  card: direct('card', 'Card'),
  ip: direct('ip', 'Host'),
  ssn: direct('ssn', 'Ssn'),
  'national-id': direct('id number', 'Id'),
  'id-document': direct('document', 'Document'),
  vehicle: direct('vehicle', 'Vehicle'),
  crypto: direct('wallet', 'Wallet'),
  phone: direct('phone', 'Phone'),
  'birth-date': direct('birth date', 'Birth'),
  person: direct('person', 'Person'),
  address: direct('address', 'Address'),
  coordinates: direct('coordinates', 'Spot'),
  postcode: direct('postcode', 'Postcode'),
  url: indirect('url', 'Url'),
  age: indirect('age', 'Age'),
  location: indirect('place', 'Place'),
  organization: indirect('organization', 'Organization'),
  date: indirect('date', 'Date'),
  job: indirect('job', 'Job'),
}

export const isFindingType = (text: string): text is FindingType => Object.hasOwn(FINDING_TYPES, text)

export const isDirect = (type: FindingType): boolean => FINDING_TYPES[type].direct
