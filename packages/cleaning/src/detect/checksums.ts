/** Checksums of numbers that states give to people. Digits come without separators. */

const digitsOf = (text: string): number[] => [...text].map(Number)

const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0)

/** ISO/IEC 7812, also of Swedish numbers. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 0x30
    if (i % 2 === 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit
    sum += digit
  }
  return sum % 10 === 0
}

// The dihedral group of order ten, and the permutation that Verhoeff applies once more at each place.
const times = (a: number, b: number): number =>
  a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

/** India's Aadhaar (UIDAI): twelve digits, the first from 2 to 9. */
export const passesVerhoeff = (digits: string): boolean => {
  let check = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i])
    for (let round = 0; round < i % 8; round++) digit = PERMUTATION[digit] as number
    check = times(check, digit)
  }
  return check === 0
}

/** United Kingdom, NHS number: modulus 11 over ten digits. */
export const isNhsNumber = (digits: string): boolean => {
  const check = 11 - (weighted(digitsOf(digits), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return digits.length === 10 && check !== 10 && check % 11 === Number(digits[9])
}

/** The Netherlands, burgerservicenummer: the "elfproef" over nine digits. */
export const isBsn = (digits: string): boolean =>
  digits.length === 9 &&
  digits !== '000000000' &&
  weighted(digitsOf(digits), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0

/** Poland, PESEL: date of birth with the century in the month, and modulus 10. */
export const isPesel = (digits: string): boolean => {
  const month = Number(digits.slice(2, 4)) % 20
  const day = Number(digits.slice(4, 6))
  return (
    digits.length === 11 &&
    isMonthAndDay(month, day) &&
    weighted(digitsOf(digits), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  )
}

/** Germany, steuerliche Identifikationsnummer: ISO 7064 mod 11,10, and one digit two or three times in the first ten. */
export const isSteuerId = (digits: string): boolean => {
  if (!/^[1-9]\d{10}$/.test(digits)) return false
  const counts = new Map<string, number>()
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const repeated = [...counts.values()].filter((count) => count > 1)
  if (repeated.length !== 1 || (repeated[0] as number) > 3) return false
  let product = 10
  for (const digit of digitsOf(digits.slice(0, 10))) {
    const sum = (digit + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(digits[10])
}

/** Brazil, CPF: two digits modulus 11 over the nine before. */
export const isCpf = (digits: string): boolean => {
  if (digits.length !== 11 || /^(\d)\1*$/.test(digits)) return false
  const all = digitsOf(digits)
  const check = (length: number): number => {
    const sum = all.slice(0, length).reduce((total, digit, i) => total + digit * (length + 1 - i), 0)
    return ((sum * 10) % 11) % 10
  }
  return check(9) === all[9] && check(10) === all[10]
}

/** France, NIR: sex, year, month, place of birth, order, and 97 less the rest of the division by 97. */
export const isNir = (text: string): boolean => {
  const match = /^[12]\d\d(0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)(\d\d|2[AB])\d{6}(\d\d)$/i.exec(text)
  if (!match) return false
  const digits = text.slice(0, 13).replace(/A/i, '0').replace(/B/i, '0')
  const less = /A/i.test(text) ? 1_000_000n : /B/i.test(text) ? 2_000_000n : 0n
  return 97n - ((BigInt(digits) - less) % 97n) === BigInt(match[3] as string)
}

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** Spain, NIF and NIE: the letter is the number's rest modulo 23. */
export const isNif = (text: string): boolean => {
  const match = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(text.toUpperCase())
  if (!match) return false
  const [, prefix = '', digits = '', letter] = match
  if (digits.length !== (prefix === '' ? 8 : 7)) return false
  const number = Number((prefix === '' ? '' : String('XYZ'.indexOf(prefix))) + digits)
  return NIF_LETTERS[number % 23] === letter
}

const CF_ODD: Record<string, number> = Object.fromEntries(
  [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23].flatMap(
    (value, i) => [[String.fromCharCode(65 + i), value], ...(i < 10 ? [[String(i), value]] : [])],
  ),
)

/** Italy, codice fiscale: the sixteenth letter checks the fifteen before it. */
export const isCodiceFiscale = (text: string): boolean => {
  const upper = text.toUpperCase()
  if (!/^[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/.test(upper))
    return false
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const character = upper[i] as string
    const even = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
    sum += i % 2 === 0 ? (CF_ODD[character] as number) : even
  }
  return upper.charCodeAt(15) - 65 === sum % 26
}

/** Sweden, personnummer: date of birth and Luhn's sum over ten digits; a coordination number has 60 added to the day. */
export const isPersonnummer = (digits: string): boolean =>
  digits.length === 10 &&
  isMonthAndDay(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)) % 60) &&
  passesLuhn(digits)

/** Finland, henkilötunnus: the number's rest modulo 31 is a sign of thirty-one. */
export const isHetu = (text: string): boolean => {
  const match = /^(\d\d)(\d\d)(\d\d)[-+A-FU-Y](\d{3})([0-9A-Y])$/.exec(text.toUpperCase())
  if (!match) return false
  const [, day, month, year, individual, check] = match
  return (
    isMonthAndDay(Number(month), Number(day)) &&
    '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(`${day}${month}${year}${individual}`) % 31] === check
  )
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** ISO 3779 with the check digit of 49 CFR 565, which North America asks for. */
export const isVin = (text: string): boolean => {
  const upper = text.toUpperCase()
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(upper)) return false
  const sum = VIN_WEIGHTS.reduce(
    (total, weight, i) => total + weight * (VIN_VALUES.indexOf(upper[i] as string) % 10),
    0,
  )
  return '0123456789X'[sum % 11] === upper[8]
}

const isMonthAndDay = (month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31
