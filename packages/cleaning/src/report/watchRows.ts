import { type Anonymity, type AnonymityOptions, watchAnonymity } from '../anonymity/measureAnonymity.ts'
import { findQuasiIdentifiers } from '../anonymity/quasiIdentifiers.ts'
import { CleaningError } from '../errors.ts'
import { type Quality, watchQuality } from '../quality/watchQuality.ts'
import type { Right } from '../rights/right.ts'
import { createRightsLog, type RightsTally } from '../rights/rightsLog.ts'
import type { Cell, Column, ColumnReport, Kind, Note } from '../types.ts'
import { tallyColumn } from './tallyColumn.ts'

export type RowsReport = {
  columns: ColumnReport[]
  quality: Quality
  anonymity: Anonymity | undefined
  rights: Right[]
  rightsTallies: RightsTally[]
  notes: Note[]
}

/** Rows that are alike in what may single somebody out, where a dataset says nothing else. */
const WANTED_K = 5

const FORMULA = /^[=+\-@\t]/

type Context = { kind: Kind; listed: number; anonymity: AnonymityOptions | undefined }

/** Everything that is said about the rows that are lent, in one walk along with them. */
export const watchRows = (columns: readonly Column[], { kind, listed, anonymity }: Context) => {
  const tallies = columns.map(tallyColumn)
  const formulas = columns.map(() => 0)
  const quality = watchQuality(columns)
  const rights = createRightsLog(listed)
  const people = watchAnonymity(columns, quasiIdentifiers(columns, anonymity), anonymity?.k ?? WANTED_K)

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

const quasiIdentifiers = (columns: readonly Column[], options: AnonymityOptions | undefined): number[] => {
  if (options?.columns === undefined) return findQuasiIdentifiers(columns)
  return options.columns.map((column) => {
    const index = columns.findIndex(({ name }) => name === column)
    if (index >= 0) return index
    throw new CleaningError(
      'UNKNOWN_COLUMN',
      `What would be lent has no column "${column}".`,
      'Use the names that an inspection of the file gives.',
      { column, found: columns.slice(0, 100).map(({ name }) => name) },
    )
  })
}
