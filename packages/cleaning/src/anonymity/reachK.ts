import { inspectFile } from '../inspectFile.ts'
import type { Choices, CleaningOptions, Source } from '../types.ts'
import { takeProposal } from './takeProposal.ts'

/** Choices that ask for k, with the columns made coarser that it takes: a look at the whole file comes first. */
export const reachK = async (
  source: Source,
  choices: Choices,
  options: CleaningOptions,
): Promise<Choices> => {
  const { k, ...others } = choices
  if (k === undefined) return choices
  const { anonymity } = await inspectFile(
    source,
    { ...options, anonymity: { ...options.anonymity, k } },
    others,
  )
  return anonymity ? takeProposal(others, anonymity) : choices
}
