import { isUtf8 } from 'node:buffer'
import { CleaningError } from '../errors.ts'
import {
  type Block,
  type BlockPlan,
  createBlockNormaliser,
  type NormalisedBlock,
} from '../normalise/bytes/normaliseBlock.ts'
import { Unfit } from '../normalise/bytes/unfit.ts'

export type BlockAnswer = { block: NormalisedBlock } | { unfit: string }

/** What becomes of blocks, or why they are not for the byte lane: an answer that can be sent between threads. */
export const createBlockAnswers = (plan: BlockPlan): ((block: Block) => BlockAnswer) => {
  const normalise = createBlockNormaliser(plan)
  return (block) => {
    // As a buffer, which looks for a byte ten times as fast.
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.length)
    if (!isUtf8(bytes) || bytes.includes(0)) return { unfit: 'it is not UTF-8' }
    try {
      return { block: normalise(block) }
    } catch (error) {
      // What is wrong with it the ordinary lane says, with its place in the file.
      if (error instanceof Unfit || error instanceof CleaningError) return { unfit: error.message }
      throw error
    }
  }
}
