import { cleanTo } from './cleanTo.ts'
import type { Choices, Cleaned, CleaningOptions, Source } from './types.ts'

/** The version of a file that may leave the device, in memory; `cleanTo` streams it. */
export const clean = async (
  source: Source,
  choices: Choices = {},
  options: CleaningOptions = {},
): Promise<Cleaned> => {
  const parts: Uint8Array[] = []
  const { inspection, contentHash, rows } = await cleanTo(source, choices, options, (bytes) => {
    parts.push(bytes)
  })
  const ndjson = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    ndjson.set(part, at)
    at += part.length
  }
  return { ndjson, contentHash, rows, schema: inspection.schema, report: inspection.report, inspection }
}
