import { age } from './age.ts'
import { birthDate } from './birthDate.ts'
import { card } from './card.ts'
import { coordinates } from './coordinates.ts'
import { crypto } from './crypto.ts'
import type { Detector } from './detector.ts'
import { email } from './email.ts'
import { iban } from './iban.ts'
import { idDocument } from './idDocument.ts'
import { ip } from './ip.ts'
import { nationalId } from './nationalId.ts'
import { phone } from './phone.ts'
import { postcode } from './postcode.ts'
import { ssn } from './ssn.ts'
import { url } from './url.ts'
import { vehicle } from './vehicle.ts'

/** In order of precedence between findings of equal length. */
export const DETECTORS: readonly Detector[] = [
  email,
  iban,
  card,
  ip,
  ssn,
  nationalId,
  idDocument,
  vehicle,
  crypto,
  phone,
  birthDate,
  coordinates,
  postcode,
  url,
  age,
]
