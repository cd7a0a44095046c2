import { describe, expect, it } from 'vitest'
import { toCsv } from './toCsv.ts'

const cellOf = (value: unknown) => toCsv(['x'], [{ x: value }])[1]?.replace(/\r\n$/, '')

describe('toCsv', () => {
  it('writes a header and one line a row, in the order of the columns', () => {
    expect(toCsv(['b', 'a'], [{ a: 1, b: 'two' }]).join('')).toBe('b,a\r\ntwo,1\r\n')
  })

  it('quotes what would break a line', () => {
    expect(cellOf('a,b')).toBe('"a,b"')
    expect(cellOf('say "hi"')).toBe('"say ""hi"""')
    expect(cellOf('two\nlines')).toBe('"two\nlines"')
  })

  it('keeps nothing empty and a number a number', () => {
    expect(cellOf(null)).toBe('')
    expect(cellOf(-4.5)).toBe('-4.5')
  })

  it('does not let a spreadsheet run a text', () => {
    expect(cellOf('=1+1')).toBe("'=1+1")
    expect(cellOf('@cmd')).toBe("'@cmd")
  })
})
