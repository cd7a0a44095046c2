import { type Anonymity, watchAnonymity } from '../anonymity/measureAnonymity.ts'
import type { Histogram } from '../quality/histogram.ts'
import { type Quality, watchQuality } from '../quality/watchQuality.ts'
import type { Right } from '../rights/right.ts'
import { createRightsLog, type RightsTally } from '../rights/rightsLog.ts'
import type { Cell, Column, ColumnReport, DatasetColumn, Kind, Note } from '../types.ts'
import { tallyColumn } from './tallyColumn.ts'

export type RowsReport = {
  columns: ColumnReport[]
  quality: Quality
  anonymity: Anonymity | undefined
  histograms: Histogram[]
  rights: Right[]
  rightsTallies: RightsTally[]
  notes: Note[]
}

const FORMULA = /^[=+\-@\t]/

type Context = {
  kind: Kind
  listed: number
  /** How many rows have to be alike, and in which columns. */
  k: number
  quasi: readonly number[]
}

/** Everything that is said about the rows that are lent, in one walk along with them. */
export const watchRows = (columns: readonly DatasetColumn[], { kind, listed, k, quasi }: Context) => {
  const tallies = columns.map(tallyColumn)
  const formulas = columns.map(() => 0)
  const quality = watchQuality(columns)
  const rights = createRightsLog(listed)
  const people = watchAnonymity(columns, quasi, k)

  return {
    add(values: readonly Cell[], record: number) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as Cell
        tallies[i]?.add(value)
        if (typeof value !== 'string') continue
        rights.read(record, (columns[i] as Column).name, value)
        if (kind === 'table' && FORMULA.test(value)) formulas[i] = (formulas[i] as number) + 1
      }
      quality.add(values, record)
      people.add(values, record)
    },

    settle: () => rights.settle(),

    async report(records: number): Promise<RowsReport> {
      const { listed: found, tallies: rightsTallies } = rights.report()
      return {
        columns: tallies.map((tally) => tally.report()),
        quality: await quality.report(records),
        anonymity: people.report(),
        histograms: quality.histograms(),
        rights: found,
        rightsTallies,
        notes: formulas.flatMap((count, i) =>
          count === 0 ? [] : [formulaNote(columns[i] as Column, count)],
        ),
      }
    },
  }
}

const formulaNote = ({ name }: Column, count: number): Note => ({
  code: 'formula-characters',
  column: name,
  count,
  text: 'Values begin like a formula; a spreadsheet may run them.',
})
