import { availableParallelism, loadavg } from 'node:os'

/** What a budget for two idle cores means on a machine that is busy with something else as well. */
export const budget = (milliseconds: number): number =>
  milliseconds * Math.max(1, (loadavg()[0] ?? 0) / Math.min(2, availableParallelism()))
