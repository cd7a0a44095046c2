import { CleaningError } from '@usufruct/cleaning/errors'
import { inspectFile } from '@usufruct/cleaning/inspectFile'
import type { CleaningOptions } from '@usufruct/cleaning/types'

/** How a file lies in the folder that every runtime reads. */
export type Entry = { what: string; name: string; file: string; options?: CleaningOptions }

/** The report's hash and that of what would leave the device, or the code of the error. */
export const outcomeOf = async ({ name, options }: Entry, bytes: Uint8Array): Promise<string> => {
  try {
    const { report } = await inspectFile({ name, bytes }, options)
    return `${report.hash} ${report.body.content}`
  } catch (error) {
    if (error instanceof CleaningError) return error.code
    throw error
  }
}
