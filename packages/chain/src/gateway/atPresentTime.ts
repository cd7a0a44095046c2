/**
 * Lets a simulation on `latest` see the time that the next block would have.
 * An idle chain makes no blocks, so its newest one may be days old, and an expired license would still look
 * valid; on a chain with regular blocks the difference is seconds. Pinned blocks and callers' own overrides
 * are left alone.
 */
export function atPresentTime(params: unknown, timestamp: number): unknown {
  if (!Array.isArray(params) || params.length === 0 || params.length > 3) return params
  const [call, block, stateOverride] = params as unknown[]
  if (block !== undefined && block !== null && block !== 'latest') return params
  return [call, 'latest', stateOverride ?? {}, { time: `0x${timestamp.toString(16)}` }]
}
