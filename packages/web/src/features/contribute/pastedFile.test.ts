import { describe, expect, it } from 'vitest'
import { pastedFile } from './pastedFile.ts'

describe('pastedFile', () => {
  it('makes a table of cells from a spreadsheet', async () => {
    const file = pastedFile('species\tmass\r\nAdelie\t3750\r\n', 2)
    expect(file?.name).toBe('pasted-2.tsv')
    expect(await file?.text()).toBe('species\tmass\nAdelie\t3750\n')
  })

  it('keeps a cell with a line break in a table', () => {
    expect(pastedFile('a\tb\n"one\ntwo"\t3', 1)?.name).toBe('pasted-1.tsv')
  })

  it('makes text of everything else, a stray tab included', () => {
    expect(pastedFile('Dear diary,\ntoday\tI saw two', 1)?.name).toBe('pasted-1.txt')
    expect(pastedFile('one line', 1)?.name).toBe('pasted-1.txt')
  })

  it('makes nothing of nothing', () => {
    expect(pastedFile(' \n\t\n', 1)).toBeNull()
  })
})
