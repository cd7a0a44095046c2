import { card } from './card.ts'
import type { Detector } from './detector.ts'
import { email } from './email.ts'
import { iban } from './iban.ts'
import { ip } from './ip.ts'
import { phone } from './phone.ts'

/** In order of precedence between findings of equal length. */
export const DETECTORS: readonly Detector[] = [email, iban, card, ip, phone]
