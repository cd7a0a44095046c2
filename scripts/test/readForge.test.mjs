import { describe, expect, it } from 'vitest'
import { readCalls, readForge } from './readForge.mjs'

const summary =
  'Ran 44 test suites in 16.16s (31.74s CPU time): \u001b[32m495\u001b[0m tests passed, \u001b[31m1\u001b[0m failed, 0 skipped (496 total tests)'

describe('what forge says', () => {
  it('is its last count, in whatever colours, with or without lines after it', () => {
    const expected = { passed: 495, failed: 1, skipped: 0 }
    expect(readForge(`Suite result: ok.\n${summary}\n`)).toEqual(expected)
    expect(readForge(`${summary}\nWrote LCOV report.\n\nFailing tests:\n`)).toEqual(expected)
  })

  it('is nothing when it was stopped before', () => {
    expect(
      readForge('Suite result: ok. 13 passed; 0 failed; 0 skipped; finished in 643.80ms\n'),
    ).toBeUndefined()
    expect(readForge('')).toBeUndefined()
  })

  it('has the calls of every invariant', () => {
    const said = [
      '[PASS] invariant_One() (runs: 32, calls: 2048, reverts: 0)',
      '[FAIL: x] invariant_Two() (runs: 1, calls: 7, reverts: 3)',
      '[PASS] testFuzz_Three(uint64) (runs: 256, μ: 1, ~: 1)',
    ].join('\n')
    expect(readCalls(said)).toEqual({ calls: 2055, reverts: 3 })
    expect(readCalls('')).toEqual({ calls: 0, reverts: 0 })
  })
})
