import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findUsufructError } from '../../domain/errors.ts'
import { contradictionsOf, requireConsistent } from '../contradictions.ts'
import { narrow } from '../narrow.ts'
import { licenseTerms } from '../terms.ts'
import { sampleGrant, sampleOffer } from '../testing/sampleTerms.ts'
import { readPhrases } from './readPhrases.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Rows of a file's tables, without heads and lines. */
const rowsOf = (file: string): string[][] =>
  readFileSync(`${folder}/${file}`, 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]\d+ \|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md')
const tables = files
  .filter((file) => file !== 'contradictions.md')
  .map((file) => [file, rowsOf(file)] as const)

const fieldsOf = (answer: string) =>
  answer
    .replace(/^(no|past): /, '')
    .split(', ')
    .sort()

describe.each(tables)('%s', (_, rows) => {
  it.each(rows)('%s: %s | %s | %s', (_number, said = '', asked = '', answer = '') => {
    const parents = said.split(' / ').map((one) => licenseTerms.parse(readPhrases(one, sampleGrant)))
    const child = licenseTerms.parse(readPhrases(asked, sampleOffer))
    const narrowing = narrow(parents, child)
    const blocked = narrowing.allowed ? [] : [...new Set(narrowing.blocks.map(({ field }) => field))].sort()
    expect(answer).toMatch(/^(yes|no: .+)$/)
    expect(blocked).toEqual(answer === 'yes' ? [] : fieldsOf(answer))
  })
})

describe('contradictions.md', () => {
  const now = Date.parse('2026-12-01T00:00:00Z') / 1000
  it.each(rowsOf('contradictions.md'))('%s: %s | %s', (_number, said = '', answer = '') => {
    const terms = licenseTerms.parse(readPhrases(said, sampleGrant))
    const fields = contradictionsOf(terms, { now }).map(({ field }) => field)
    expect(answer).toMatch(/^(fine|(no|past): .+)$/)
    expect(fields.sort()).toEqual(answer === 'fine' ? [] : fieldsOf(answer))
    if (answer === 'fine') return requireConsistent(terms, { now })
    try {
      requireConsistent(terms, { now })
      expect.unreachable()
    } catch (error) {
      const found = findUsufructError(error)
      expect(found?.code).toBe(answer.startsWith('past') ? 'TERMS_PAST' : 'TERMS_CONTRADICTORY')
      expect(found?.message).toContain(fieldsOf(answer)[0])
    }
  })
})

it('has at least 300 cases, each with a reason and none twice', () => {
  const rows = tables.flatMap(([, table]) => table)
  expect(rows.length).toBeGreaterThan(300)
  const questions = rows.map(([, said, asked]) => `${said} | ${asked}`)
  expect(questions.filter((question, at) => questions.indexOf(question) !== at)).toEqual([])
  for (const row of [...rows, ...rowsOf('contradictions.md')]) expect(row.at(-1)).toMatch(/^[A-Z].+\.$|\?$/)
})
