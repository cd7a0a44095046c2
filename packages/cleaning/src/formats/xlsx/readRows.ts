import { CleaningError } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import type { Cell } from '../../types.ts'
import { damaged } from '../damaged.ts'
import { exceedsBytes } from '../exceedsBytes.ts'
import { tooManyColumns, tooManyRows } from '../tooMany.ts'
import { excelDate } from './excelDate.ts'
import { readXml } from './readXml.ts'
import type { Sheet, Workbook } from './workbook.ts'

/** A row of a sheet that has anything in it. `number` is the sheet's own, from 1. */
export type SheetRow = { number: number; cells: (Cell | undefined)[]; errors: number[]; unknown: number[] }

/** Rows as the sheet holds them. Of a formula only the value that was saved with it is read. */
export async function* readRows(
  workbook: Workbook,
  sheet: Sheet,
  limits: Limits,
): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = []
  let seen = 0
  let row: SheetRow | undefined
  let column = 0
  let number = 0
  let cell: { type: string; style: number; text: string; value: boolean; formula: boolean } | undefined
  let capturing = false
  let phonetic = 0

  const xml = readXml(sheet.part, {
    open(name, attributes) {
      if (name === 'row') {
        number = attributes.r === undefined ? number + 1 : Number(attributes.r)
        if (!(Number.isInteger(number) && number >= 1 && number <= 1_048_576))
          throw damaged('xlsx', `a row of "${sheet.name}" is numbered ${attributes.r}`, { sheet: sheet.name })
        row = { number, cells: [], errors: [], unknown: [] }
        column = 0
      } else if (name === 'c' && row) {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r, sheet)
        if (column > limits.columns) throw tooManyColumns(column, limits)
        cell = {
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          text: '',
          value: false,
          formula: false,
        }
      } else if (name === 'f' && cell) cell.formula = true
      else if (name === 'rPh') phonetic++
      else if ((name === 'v' || (name === 't' && phonetic === 0)) && cell) {
        capturing = true
        cell.value = true
      }
    },
    text(text) {
      if (!capturing || !cell) return
      cell.text += text
      if (cell.text.length > limits.cellBytes) throw cellTooLarge(number, column, limits)
    },
    close(name) {
      if (name === 'v' || name === 't') capturing = false
      else if (name === 'rPh') phonetic--
      else if (name === 'c' && row && cell) {
        if (cell.type === 'e') row.errors.push(column - 1)
        else if (cell.value) {
          const value = cellValue(cell, workbook)
          if (typeof value === 'string' && exceedsBytes(value, limits.cellBytes))
            throw cellTooLarge(number, column, limits)
          row.cells[column - 1] = value
        } else if (cell.formula) row.unknown.push(column - 1)
        cell = undefined
      } else if (name === 'row' && row) {
        if (row.cells.some((value) => value !== undefined && value !== null && value !== '')) {
          if (++seen > limits.rows + 1) throw tooManyRows(limits)
          rows.push(row)
        }
        row = undefined
      }
    },
  })
  for await (const bytes of workbook.open(sheet.part)) {
    xml.push(bytes)
    if (rows.length > 0) yield rows
    rows = []
  }
  xml.push()
  if (rows.length > 0) yield rows
}

const columnOf = (reference: string, sheet: Sheet): number => {
  const letters = /^([A-Z]{1,3})[0-9]{1,7}$/.exec(reference)?.[1]
  let column = 0
  for (const letter of letters ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  if (column < 1 || column > 16_384)
    throw damaged('xlsx', `a cell of "${sheet.name}" is said to be at ${reference.slice(0, 20)}`, {
      sheet: sheet.name,
    })
  return column
}

const cellValue = (
  { type, style, text }: { type: string; style: number; text: string },
  { strings, dateStyles, from1904 }: Workbook,
): Cell | undefined => {
  if (type === 's') {
    const string = strings[Number(text)]
    if (string === undefined)
      throw damaged('xlsx', `a cell points to text ${text.slice(0, 20)}, which is not there`)
    return string
  }
  if (type === 'inlineStr' || type === 'str' || type === 'd') return text
  if (type === 'b') return text === '1' || text === 'true'
  if (text.trim() === '') return undefined
  const value = Number(text)
  // Not a number after all: kept as it is written.
  if (Number.isNaN(value)) return text
  const shown = dateStyles[style]
  return shown ? excelDate(value, shown, from1904) : value
}

const cellTooLarge = (row: number, column: number, limits: Limits) =>
  new CleaningError(
    'CELL_TOO_LARGE',
    `The cell in row ${row}, column ${column} is longer than ${limits.cellBytes} bytes.`,
    'Shorten it, or leave its column out of the file.',
    { record: row, field: column, limit: limits.cellBytes },
  )
