/** A rational number: exact where a decimal fraction would not be. */
export type Ratio = readonly [numerator: number, denominator: number]
