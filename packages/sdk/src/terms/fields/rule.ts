import type { LicenseTerms } from '../terms.ts'

/** One field that is compared. `allows` must be reflexive and transitive; nothing else makes narrowing a rule. */
export type Compared = {
  allows: (parent: LicenseTerms, child: LicenseTerms) => boolean
  value: (terms: LicenseTerms) => unknown
  /** Why not, for people. Only asked for when it does not allow. */
  words: (parent: LicenseTerms, child: LicenseTerms) => string
}

/** One field that a child may set as it likes, and why that takes nothing from the parent. */
export type Free = { free: string }

export type FieldRule = Compared | Free

export const isCompared = (rule: FieldRule): rule is Compared => 'allows' in rule

type LeavesOf<T, Prefix extends string = ''> = {
  [Key in keyof T & string]-?: NonNullable<T[Key]> extends readonly unknown[]
    ? `${Prefix}${Key}`
    : NonNullable<T[Key]> extends object
      ? LeavesOf<NonNullable<T[Key]>, `${Prefix}${Key}.`>
      : `${Prefix}${Key}`
}[keyof T & string]

/** Every place in terms where a value stands: `purposes.permit`, `term.end`. A list is one value. */
export type TermsField = LeavesOf<LicenseTerms>

/** A missing field is a type error, so that a new one cannot be forgotten. */
export type FieldRules = Record<TermsField, FieldRule>
export type SomeRules = Partial<FieldRules>

/** The child stands no further towards “wide” than the parent. */
export const noWider =
  <T extends string>(order: readonly T[], value: (terms: LicenseTerms) => T) =>
  (parent: LicenseTerms, child: LicenseTerms): boolean =>
    order.indexOf(value(child)) <= order.indexOf(value(parent))

export const noLess = <T>(needed: readonly T[], given: readonly T[]): boolean =>
  needed.every((item) => given.includes(item))

/** What is needed and not given. */
export const missing = <T>(needed: readonly T[], given: readonly T[]): T[] =>
  needed.filter((item) => !given.includes(item))
