import type { BenchRow } from '../report.ts'

export type PartOptions = {
  /** What does not ship: `pii/`, `wnut17/`, `photographs/`, `faces/`. */
  data?: string | undefined
  /** One with presidio-analyzer, presidio-evaluator and an English model of spaCy. */
  python: string
  /** Small inputs, to see that everything runs; the figures mean nothing. */
  quick: boolean
  say: (what: string) => void
}

/** What is measured together. What cannot be, for want of a file or a program, is a row that says so. */
export type Part = (options: PartOptions) => Promise<BenchRow[]>
