import { expect, test } from 'vitest'
import type { ReportDetails } from '../http/routes/reportDetails.ts'
import { reportFacts } from './reportFacts.ts'

const quality = { completeness: 0.9876, validity: 0.5, outliers: [], labelDoubts: [], languages: [] }
const device: ReportDetails = {
  mapping: [
    { from: 'Weight', to: 'mass', cast: 'number', unit: { from: 'lb', to: 'kg' }, by: 'name' },
    { from: 'Gender', to: 'sex', cast: 'string', values: 2, by: 'choice' },
  ],
  rights: [
    { kind: 'license', spdx: ['CC-BY-4.0'], count: 1 },
    { kind: 'authorship', count: 2 },
  ],
  quality: { ...quality, completeness: 1 },
}
const report = {
  version: '1',
  hash: '0x00' as const,
  rows: 3,
  invalid: 3,
  duplicatesWithin: 0,
  findings: [],
  newRows: 3,
  nearRows: 0,
  nearWithin: 0,
  takenDown: 0,
}
const says = (...args: Parameters<typeof reportFacts>) =>
  reportFacts(...args).map(({ label, says: text, by }) => `${by}: ${label}: ${text}`)

test('what the node found goes before the word of the device, which is left what only it can know', () => {
  const details: ReportDetails = {
    mapping: [],
    rights: [{ kind: 'license', spdx: ['CC-BY-4.0'], count: 1 }],
    quality: { ...quality, languages: [{ column: 'note', language: 'eng' }] },
    anonymity: { columns: ['age', 'zip'], wanted: 5, k: 1, below: 2 },
  }
  const doubts = [{ code: 'others-copyright', text: 'Declared as their own.' }]
  const recomputed = { reportHash: '0x01' as const, rows: 3, kept: 0, details }
  expect(says({ report: { ...report, details: device }, recomputed, doubts })).toEqual([
    'node: To clear up: Declared as their own.',
    'node: Complete: 98.8 % of the cells hold a value',
    'node: Language: note: eng',
    'node: Alike in groups: by age, zip the smallest group has 1 row, and 2 rows in groups smaller than 5',
    'node: Notices: license CC-BY-4.0 (1)',
    'device: Notices: authorship (2)',
    'device: Fit: 50 % of the records in the file',
    'device: Column: mass from “Weight”, lb to kg, by its name',
    'device: Column: sex from “Gender”, 2 values renamed, as its member chose',
  ])
})

test('without a look of the node everything is the word of the device, and said to be', () => {
  const facts = reportFacts({ report: { ...report, details: device }, recomputed: null, doubts: [] })
  expect(facts.map(({ by }) => by)).toEqual(facts.map(() => 'device'))
  expect(facts[0]).toMatchObject({ says: '100 % of the cells hold a value' })
  expect(reportFacts({ report, recomputed: null, doubts: [] })).toEqual([])
})
