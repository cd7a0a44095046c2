/**
 * Places as terms name them. An area is a set of two-letter country codes, or everything but such a set, so that
 * `*` holds codes that ISO has not given out yet.
 */
const codes = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** ISO 3166-1 alpha-2, officially assigned. */
export const countries = codes(
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
    'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
    'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
    'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
    'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
    'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW',
)

export const euCountries = codes(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK',
)
export const eeaCountries: ReadonlySet<string> = new Set([...euCountries, 'IS', 'LI', 'NO'])

/** `except: false`: exactly the codes. `except: true`: everywhere but the codes. */
export type Area = { except: boolean; codes: ReadonlySet<string> }

const groups: Record<string, ReadonlySet<string>> = { EU: euCountries, EEA: eeaCountries }

/** What regions stand for, less the countries that are denied. */
export const areaOf = (allow: readonly string[], deny: readonly string[] = []): Area => {
  if (allow.includes('*')) return { except: true, codes: new Set(deny) }
  const [only = ''] = allow
  const group = groups[only]
  // Most lists are one word, and a set of thirty costs more than all other fields together.
  if (allow.length === 1 && group && deny.length === 0) return { except: false, codes: group }
  const found = new Set<string>()
  for (const region of allow) for (const code of groups[region] ?? [region]) found.add(code)
  for (const code of deny) found.delete(code)
  return { except: false, codes: found }
}

const has = ({ except, codes }: Area, code: string) => codes.has(code) !== except

export const isEmpty = ({ except, codes }: Area): boolean => !except && codes.size === 0

/** Whether all of `inner` lies in `outer`. */
export const isWithin = (inner: Area, outer: Area): boolean => {
  if (!inner.except) {
    for (const code of inner.codes) if (!has(outer, code)) return false
    return true
  }
  // Everywhere but a few is never inside a list of countries.
  if (!outer.except) return false
  for (const code of outer.codes) if (!inner.codes.has(code)) return false
  return true
}

/** Countries of `inner` outside `outer`; `*` when they cannot be listed. */
export const outside = (inner: Area, outer: Area): string[] => {
  if (!inner.except) return [...inner.codes].filter((code) => !has(outer, code)).sort()
  if (!outer.except) return ['*']
  return [...outer.codes].filter((code) => !inner.codes.has(code)).sort()
}

export const meet = (one: Area, other: Area): boolean => {
  if (one.except && other.except) return true
  const [finite, rest] = one.except ? [other, one] : [one, other]
  for (const code of finite.codes) if (has(rest, code)) return true
  return false
}
