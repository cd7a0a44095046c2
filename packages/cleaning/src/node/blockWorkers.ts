import { Worker } from 'node:worker_threads'
import type { Block, BlockPlan, NormalisedBlock } from '../normalise/bytes/normaliseBlock.ts'
import { Unfit } from '../normalise/bytes/unfit.ts'
import { type BlockAnswer, createBlockAnswers } from './answerBlock.ts'

/** The thread's source, for a caller that has it compiled. */
export const workerProgram = new URL('./normaliseWorker.ts', import.meta.url)

/** tsx leaves threads alone when it is given on the command line, so the thread asks for it. */
const fromSource = (): string => {
  const register = import.meta.resolve('tsx/esm/api')
  return `import(${JSON.stringify(register)}).then(({ register }) => { register(); return import(${JSON.stringify(workerProgram.href)}) })`
}

type GiveBack = (memory: Uint8Array<ArrayBuffer>) => void

const startWorker = (plan: BlockPlan, giveBack: GiveBack, program: string | undefined) => {
  const worker = program
    ? new Worker(program, { workerData: plan })
    : new Worker(fromSource(), { eval: true, execArgv: [], workerData: plan })
  const waiting: { resolve: (block: NormalisedBlock) => void; reject: (error: Error) => void }[] = []
  worker.on('message', (answer: BlockAnswer & { bytes: Uint8Array<ArrayBuffer> }) => {
    const { resolve, reject } = waiting.shift() ?? {}
    giveBack(answer.bytes)
    if ('block' in answer) resolve?.(answer.block)
    else reject?.(new Unfit(answer.unfit))
  })
  let failure: Error | undefined
  worker.on('error', (error: Error) => {
    failure = error
    for (const { reject } of waiting.splice(0)) reject(error)
  })
  return {
    waiting: () => waiting.length,
    normalise: (request: Block) =>
      new Promise<NormalisedBlock>((resolve, reject) => {
        if (failure) return reject(failure)
        waiting.push({ resolve, reject })
        worker.postMessage(request, [request.bytes.buffer])
      }),
    end: () => worker.terminate(),
  }
}

export type BlockWorkers = {
  /** @throws Unfit */
  normalise: (block: Block) => Promise<NormalisedBlock>
  end: () => Promise<void>
}

/**
 * Threads that normalise blocks; each is given to the one with the least to do. With none it is done here. A block is
 * given away, and its memory is given back when it was read.
 */
export const startBlockWorkers = (
  count: number,
  plan: BlockPlan,
  giveBack: GiveBack,
  program?: string,
): BlockWorkers => {
  if (count === 0) return inThisThread(plan, giveBack)
  const pool = Array.from({ length: count }, () => startWorker(plan, giveBack, program))
  return {
    normalise: (block) => pool.reduce((a, b) => (b.waiting() < a.waiting() ? b : a)).normalise(block),
    end: async () => {
      await Promise.all(pool.map(({ end }) => end()))
    },
  }
}

const inThisThread = (plan: BlockPlan, giveBack: GiveBack): BlockWorkers => {
  const answer = createBlockAnswers(plan)
  return {
    async normalise(block) {
      const said = answer(block)
      giveBack(block.bytes)
      if ('block' in said) return said.block
      throw new Unfit(said.unfit)
    },
    end: async () => undefined,
  }
}
