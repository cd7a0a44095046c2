import { split } from 'shamir-secret-sharing'

export type Threshold = { shares: number; threshold: number }

/** Three keepers, any two of whom are enough. */
export const twoOfThree: Threshold = { shares: 3, threshold: 2 }

/** The i-th share goes to the i-th keeper. Fewer than `threshold` of them say nothing about the key. */
export const splitKey = (
  scalar: Uint8Array,
  { shares, threshold }: Threshold = twoOfThree,
): Promise<Uint8Array[]> =>
  // The library refuses subclasses, such as Node's Buffer.
  split(new Uint8Array(scalar), shares, threshold)
