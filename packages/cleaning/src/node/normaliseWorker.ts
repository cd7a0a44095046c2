/** A thread that normalises blocks of a CSV, and gives their memory back. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Block, BlockPlan } from '../normalise/bytes/normaliseBlock.ts'
import { createBlockAnswers } from './answerBlock.ts'

const answer = createBlockAnswers(workerData as BlockPlan)

parentPort?.on('message', (request: Block) => {
  const said = answer(request)
  const chunks = 'block' in said ? (said.block.chunks ?? []) : []
  const { bytes } = request
  parentPort?.postMessage({ ...said, bytes }, [bytes.buffer, ...chunks.map(({ bytes }) => bytes.buffer)])
})
