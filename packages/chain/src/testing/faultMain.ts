import { parseArgs } from 'node:util'
import type { ChainBoundary } from '../ledger/boundary.ts'
import { runAsProcess } from '../runAsProcess.ts'

/** Kill `victim` at the `after`-th time (from 1) that the boundary is passed once this fault is armed. */
export type Fault = { victim: 'gateway' | 'anvil'; boundary: ChainBoundary; after: number }

/** The chain as main.ts runs it, with small snapshots and with faults, armed one after the other. */
await runAsProcess(() => {
  const { values } = parseArgs({
    options: {
      home: { type: 'string', default: '' },
      port: { type: 'string', default: '0' },
      faults: { type: 'string', default: '[]' },
      'snapshot-every': { type: 'string', default: '8' },
    },
  })
  const faults = JSON.parse(values.faults) as Fault[]
  let passed = 0
  return {
    home: values.home,
    port: Number(values.port),
    policy: { replayMs: 1_000, transactions: Number(values['snapshot-every']) },
    at(boundary, anvilPid) {
      const fault = faults[0]
      if (fault?.boundary !== boundary || ++passed < fault.after) return
      faults.shift()
      passed = 0
      process.kill(fault.victim === 'anvil' ? anvilPid : process.pid, 'SIGKILL')
    },
  }
})
