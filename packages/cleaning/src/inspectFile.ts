import { cleanTo } from './cleanTo.ts'
import type { Choices, CleaningOptions, Inspection, Source } from './types.ts'

/** What would be lent of a file, what would be redacted in it, and what would be set aside. Nothing is kept. */
export const inspectFile = async (
  source: Source,
  options: CleaningOptions = {},
  choices: Choices = {},
): Promise<Inspection> => {
  const { inspection } = await cleanTo(source, choices, options, () => {})
  return inspection
}
