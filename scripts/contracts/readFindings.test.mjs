import { describe, expect, it } from 'vitest'
import { compareFindings, readAnswers, readFindings } from './readFindings.mjs'

const contract = { type: 'contract', name: 'Offers', source_mapping: { filename_relative: 'src/Offers.sol' } }
const inside = (name, parent) => ({
  name,
  source_mapping: { filename_relative: 'src/Offers.sol' },
  type_specific_fields: { parent },
})

describe('what Slither says', () => {
  it('is named by the contract, the function and the variable, and only in our own sources', () => {
    const report = {
      results: {
        detectors: [
          { check: 'timestamp', description: ' a \n', elements: [inside('sell', contract)] },
          { check: 'unused', description: 'b', elements: [inside('price', inside('sell', contract))] },
          {
            check: 'assembly',
            description: 'c',
            elements: [{ name: 'f', source_mapping: { filename_relative: '../node_modules/x.sol' } }],
          },
        ],
      },
    }
    expect(readFindings({ report, log: '' })).toEqual([
      { detector: 'timestamp', place: 'Offers.sell', description: 'a' },
      { detector: 'unused', place: 'Offers.sell.price', description: 'b' },
    ])
  })

  it('includes what it could not read', () => {
    const log =
      'INFO:x\nERROR:Parsing:Missing params f()\nImpossible to generate IR for A.b (../lib/C.sol#1-2):\n no\n'
    expect(
      readFindings({ report: { results: {} }, log }).map(({ detector, place }) => [detector, place]),
    ).toEqual([
      ['unread', 'Missing params f()'],
      ['unread', 'A.b in C.sol'],
    ])
  })
})

describe('an answer', () => {
  const text =
    '# Findings\n\n- `not.this`\n\n## `timestamp`, low\n\nBecause of `this`.\n\n- `A.b`, `C` ×2\n- `D`\n'

  it('is read from a heading and the list below it', () => {
    expect(readAnswers(text).map(({ detector, place }) => `${detector} ${place}`)).toEqual([
      'timestamp A.b',
      'timestamp C',
      'timestamp C',
      'timestamp D',
    ])
  })

  it('answers one finding', () => {
    const finding = { detector: 'timestamp', place: 'A.b' }
    expect(compareFindings([finding, finding], readAnswers(text))).toEqual({
      unanswered: [finding],
      stale: ['C', 'C', 'D'].map((place) => ({ detector: 'timestamp', place })),
    })
  })
})
