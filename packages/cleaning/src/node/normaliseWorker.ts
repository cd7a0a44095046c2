/** A thread that normalises blocks of a CSV; what is sent to it first is how. */
import { isUtf8 } from 'node:buffer'
import { parentPort, workerData } from 'node:worker_threads'
import {
  type Block,
  type BlockPlan,
  createBlockNormaliser,
  type NormalisedBlock,
} from '../normalise/bytes/normaliseBlock.ts'
import { Unfit } from '../normalise/bytes/unfit.ts'

export type BlockAnswer = { block: NormalisedBlock } | { unfit: string }

const normalise = createBlockNormaliser(workerData as BlockPlan)

const answer = (request: Block): BlockAnswer => {
  const bytes = request.bytes.subarray(0, request.length)
  if (!isUtf8(bytes) || bytes.includes(0)) return { unfit: 'it is not UTF-8' }
  try {
    return { block: normalise(request) }
  } catch (error) {
    if (error instanceof Unfit) return { unfit: error.message }
    throw error
  }
}

parentPort?.on('message', (request: Block) => {
  const said = answer(request)
  const chunks = 'block' in said ? (said.block.chunks ?? []) : []
  parentPort?.postMessage(
    said,
    chunks.map(({ bytes }) => bytes.buffer),
  )
})
