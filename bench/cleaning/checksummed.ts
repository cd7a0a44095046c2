import {
  isBsn,
  isCodiceFiscale,
  isCpf,
  isNhsNumber,
  isNif,
  isNir,
  isPersonnummer,
  isPesel,
  isSteuerId,
  passesLuhn,
  passesVerhoeff,
} from '@usufruct/cleaning/detect/checksums'
import { isValidIBAN } from 'ibantools'
import { createRandom, type Random } from '../../packages/cleaning/training/random.ts'

export type Numbered = { what: string; type: string; text: string }

type Kind = {
  what: string
  type: string
  said: string
  /** Its form: 9 stands for any digit, A for any letter. */
  form: string
  isValid(compact: string): boolean
}

const each = 60

const KINDS: readonly Kind[] = [
  { what: 'Visa', type: 'card', said: 'paid with', form: '4999 9999 9999 9999', isValid: passesLuhn },
  { what: 'Mastercard', type: 'card', said: 'card no.', form: '5399999999999999', isValid: passesLuhn },
  { what: 'American Express', type: 'card', said: 'Amex', form: '3799 999999 99999', isValid: passesLuhn },
  {
    what: 'IBAN of Germany',
    type: 'iban',
    said: 'transfer to',
    form: 'DE99999999999999999999',
    isValid: isValidIBAN,
  },
  {
    what: 'IBAN of the Netherlands',
    type: 'iban',
    said: 'account',
    form: 'NL99 ABNA 9999 9999 99',
    isValid: isValidIBAN,
  },
  { what: 'Spanish NIF', type: 'national-id', said: 'her NIF is', form: '99999999A', isValid: isNif },
  { what: 'Dutch BSN', type: 'national-id', said: 'BSN', form: '999999999', isValid: isBsn },
  { what: 'NHS number', type: 'national-id', said: 'NHS no', form: '999 999 9999', isValid: isNhsNumber },
  { what: 'PESEL', type: 'national-id', said: 'PESEL', form: '99019999999', isValid: isPesel },
  {
    what: 'German tax number',
    type: 'national-id',
    said: 'Steuer-ID',
    form: '99 999 999 999',
    isValid: isSteuerId,
  },
  {
    what: 'CPF',
    type: 'national-id',
    said: 'the number',
    form: '999.999.999-99',
    isValid: (text) => isCpf(text.replace(/\D/g, '')),
  },
  { what: 'Aadhaar', type: 'national-id', said: 'Aadhaar', form: '7999 9999 9999', isValid: passesVerhoeff },
  { what: 'NIR', type: 'national-id', said: 'sécu', form: '2 99 05 99 999 999 99', isValid: isNir },
  {
    what: 'personnummer',
    type: 'national-id',
    said: 'född',
    form: '990115-9999',
    isValid: (text) => isPersonnummer(text.replace('-', '')),
  },
  {
    what: 'codice fiscale',
    type: 'national-id',
    said: 'CF',
    form: 'AAAAAA99B15H999A',
    isValid: isCodiceFiscale,
  },
]

const fill = (form: string, random: Random): string =>
  form.replace(/[9A]/g, (sign) =>
    sign === '9' ? String(Math.floor(random() * 10)) : String.fromCharCode(65 + Math.floor(random() * 26)),
  )

const compactOf = (text: string) => text.replaceAll(' ', '')

/** Numbers drawn until their checksum is right, in a sentence, and the same with one digit changed so that it is not. */
export const checksummedNumbers = (): { valid: Numbered[]; invalid: Numbered[] } => {
  const random = createRandom(43)
  const valid: Numbered[] = []
  const invalid: Numbered[] = []
  for (const { what, type, said, form, isValid } of KINDS) {
    for (let made = 0; made < each; made++) {
      let number = fill(form, random)
      while (!isValid(compactOf(number))) number = fill(form, random)
      valid.push({ what, type, text: `Please note, ${said} ${number}, thanks.` })
      const at = number.search(/\d\D*$/)
      const wrong = `${number.slice(0, at)}${(Number(number[at]) + 1 + Math.floor(random() * 9)) % 10}${number.slice(at + 1)}`
      if (!isValid(compactOf(wrong)))
        invalid.push({ what, type, text: `Please note, ${said} ${wrong}, thanks.` })
    }
  }
  return { valid, invalid }
}
