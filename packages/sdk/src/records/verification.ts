/** One thing that was checked, and what came of it. */
export type Check = { name: string; ok: boolean; says: string }

export type Verification = {
  ok: boolean
  checks: Check[]
  /** What cannot be told without a network or from these bytes alone. */
  notChecked: string[]
}

export const verificationOf = (checks: Check[], notChecked: string[]): Verification => ({
  ok: checks.every(({ ok }) => ok),
  checks,
  notChecked,
})
