import { sha256 } from '@noble/hashes/sha2.js'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import type { Sha256 } from './sha256.ts'
import type { CleaningOptions } from './types.ts'

export type Settings = {
  limits: Limits
  missing: ReadonlySet<string>
  regions: readonly string[]
  sha256: () => Sha256
}

export const DEFAULT_MISSING = ['', 'NA', 'N/A', 'null', 'NULL', 'NaN'] as const
export const DEFAULT_REGIONS = ['US'] as const

export const toSettings = (options: CleaningOptions): Settings => ({
  limits: { ...DEFAULT_LIMITS, ...options.limits },
  // An empty cell is no value, whatever else is said.
  missing: new Set(['', ...(options.missing ?? DEFAULT_MISSING)]),
  regions: options.detection?.regions ?? DEFAULT_REGIONS,
  sha256: options.sha256 ?? (() => sha256.create()),
})
