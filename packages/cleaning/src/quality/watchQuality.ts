import type { Cell, Column } from '../types.ts'
import type { Histogram } from './histogram.ts'
import { type LabelDoubts, watchLabels } from './labelDoubts.ts'
import { type ColumnLanguage, watchLanguages } from './languages.ts'
import { type Outliers, watchOutliers } from './outliers.ts'

/** What buyers ask of data before they look at it. Shares are in 0..1. */
export type Quality = {
  /** Of the cells that are lent, those that hold a value. */
  completeness: number
  /** Of the records in the file, those that can be lent. */
  validity: number
  outliers: Outliers[]
  labelDoubts: LabelDoubts[]
  languages: ColumnLanguage[]
}

export type QualityWatch = ReturnType<typeof watchQuality>

/** Walks along with the rows that are lent. */
export const watchQuality = (columns: readonly Column[]) => {
  const outliers = columns.map(({ name, type }) =>
    type === 'number' || type === 'integer' ? watchOutliers(name) : undefined,
  )
  const labels = watchLabels(columns)
  const languages = watchLanguages(columns.map(({ name }) => name))
  let cells = 0
  let present = 0
  let rows = 0

  return {
    add(values: readonly Cell[], row: number) {
      rows++
      cells += values.length
      for (let i = 0; i < values.length; i++) {
        const value = values[i]
        if (value === null) continue
        present++
        if (typeof value === 'number') outliers[i]?.add(value, row)
        else if (typeof value === 'string') languages.add(i, value)
      }
      labels.add(values, row)
    },

    /** For people to look at; no part of a report. */
    histograms: (): Histogram[] => outliers.flatMap((watch) => watch?.histogram() ?? []),

    async report(records: number): Promise<Quality> {
      return {
        completeness: cells === 0 ? 0 : present / cells,
        validity: records === 0 ? 0 : rows / records,
        outliers: outliers.flatMap((watch) => watch?.report() ?? []),
        labelDoubts: labels.report(),
        languages: await languages.report(),
      }
    },
  }
}
