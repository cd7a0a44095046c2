import type { personalDataKinds } from '../terms/terms.ts'

type PersonalData = (typeof personalDataKinds)[number]

type Weight = 'one-member' | 'tokens' | 'contribution-capped'
type Unit = 'second' | 'minute' | 'hour' | 'day'

/** How a charter's values are said in the languages that texts come in. */
export type Words = {
  /** One and many of each unit. */
  units: Readonly<Record<Unit, readonly [one: string, many: string]>>
  decimalPoint: string
  /** In place of a value that a charter leaves empty. */
  noLegalName: string
  noRegistration: string
  noAddress: string
  noAgent: string
  noSmallestNumber: string
  practiceCoin: string
  coinAt: (address: string) => string
  weights: Readonly<Record<Weight, string>>
  vote: (weight: string, quorum: string, pass: string, time: string) => string
  personalData: Readonly<Record<PersonalData, string>>
}

const english: Words = {
  units: {
    second: ['second', 'seconds'],
    minute: ['minute', 'minutes'],
    hour: ['hour', 'hours'],
    day: ['day', 'days'],
  },
  decimalPoint: '.',
  noLegalName: 'none',
  noRegistration: 'none yet',
  noAddress: 'none',
  noAgent: 'nobody, since it has no legal form',
  noSmallestNumber: 'none',
  practiceCoin: 'the practice dollar, a test coin that is worth nothing',
  coinAt: (address) => `the coin at ${address}`,
  weights: {
    'one-member': 'one member, one vote',
    tokens: 'votes by tokens',
    'contribution-capped': 'votes by what was lent, up to a cap',
  },
  vote: (weight, quorum, pass, time) =>
    `${weight}; a quorum of ${quorum} of the members, more than ${pass} of the votes, ${time}`,
  personalData: {
    none: 'none: nothing in the data is about a person',
    pseudonymous: 'pseudonymous: no names, but somebody who knows more could recognise a person',
    yes: 'yes: the data may name people or describe them',
    'special-category':
      'yes, and special categories among it, such as health, religion, politics or biometrics',
  },
}

const german: Words = {
  units: {
    second: ['Sekunde', 'Sekunden'],
    minute: ['Minute', 'Minuten'],
    hour: ['Stunde', 'Stunden'],
    day: ['Tag', 'Tage'],
  },
  decimalPoint: ',',
  noLegalName: 'keiner',
  noRegistration: 'noch keine',
  noAddress: 'keine',
  noAgent: 'niemand, denn sie hat keine Rechtsform',
  noSmallestNumber: 'keine',
  practiceCoin: 'der Übungsdollar, eine Testmünze ohne Wert',
  coinAt: (address) => `die Münze unter ${address}`,
  weights: {
    'one-member': 'ein Mitglied, eine Stimme',
    tokens: 'Stimmen nach Token',
    'contribution-capped': 'Stimmen nach dem, was verliehen wurde, bis zu einer Grenze',
  },
  vote: (weight, quorum, pass, time) =>
    `${weight}; Beteiligung von mindestens ${quorum} der Mitglieder, mehr als ${pass} der Stimmen, ${time}`,
  personalData: {
    none: 'keine: nichts in den Daten handelt von einer Person',
    pseudonymous: 'pseudonym: keine Namen, doch wer mehr weiß, könnte eine Person erkennen',
    yes: 'ja: die Daten können Menschen nennen oder beschreiben',
    'special-category':
      'ja, darunter besondere Kategorien wie Gesundheit, Religion, Politik oder biometrische Daten',
  },
}

const spanish: Words = {
  units: {
    second: ['segundo', 'segundos'],
    minute: ['minuto', 'minutos'],
    hour: ['hora', 'horas'],
    day: ['día', 'días'],
  },
  decimalPoint: ',',
  noLegalName: 'ninguno',
  noRegistration: 'ninguna todavía',
  noAddress: 'ninguna',
  noAgent: 'nadie, porque no tiene forma jurídica',
  noSmallestNumber: 'ninguno',
  practiceCoin: 'el dólar de práctica, una moneda de prueba sin valor',
  coinAt: (address) => `la moneda en ${address}`,
  weights: {
    'one-member': 'un miembro, un voto',
    tokens: 'votos según tokens',
    'contribution-capped': 'votos según lo prestado, hasta un límite',
  },
  vote: (weight, quorum, pass, time) =>
    `${weight}; participación de al menos el ${quorum} de los miembros, más del ${pass} de los votos, ${time}`,
  personalData: {
    none: 'ninguno: nada en los datos trata de una persona',
    pseudonymous: 'seudónimos: sin nombres, pero quien sepa más podría reconocer a una persona',
    yes: 'sí: los datos pueden nombrar o describir a personas',
    'special-category':
      'sí, también categorías especiales como salud, religión, política o datos biométricos',
  },
}

const known: Readonly<Record<string, Words>> = { en: english, de: german, es: spanish }

/** English where a language has no words of its own here. */
export const wordsIn = (language: string): Words => known[language.split('-')[0] ?? ''] ?? english

const lengths: [Unit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** A wait in the largest unit that says it exactly: 900 is `15 minutes`. */
export const duration = (seconds: number, { units }: Words): string => {
  const [unit, length] = lengths.find(([, of]) => seconds >= of && seconds % of === 0) ?? ['second', 1]
  const amount = seconds / length
  return `${amount} ${units[unit][amount === 1 ? 0 : 1]}`
}

/** 7000 basis points are `70 %`. */
export const percentOf = (basisPoints: number, { decimalPoint }: Words): string =>
  `${String(basisPoints / 100).replace('.', decimalPoint)} %`

/** An amount without its coin's name: `0.50`. */
export const amountOf = (value: string, decimals: number, { decimalPoint }: Words): string => {
  const digits = value.padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/^0+(?=\d)/, '')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}${decimalPoint}${fraction.padEnd(2, '0')}`
}
