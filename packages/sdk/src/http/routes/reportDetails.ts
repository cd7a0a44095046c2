import { z } from 'zod'
import { count } from '../values.ts'

const columnName = z.string().max(1_000)
const share = z.number().min(0).max(1)
const fewRows = z.array(count).max(1_024)
const listOfColumns = <T extends z.ZodType>(item: T) => z.array(item).max(2_000)

/** Which column of the file became which of the dataset. */
export const mappedColumn = z.object({
  from: columnName,
  to: columnName,
  cast: z.string().max(64),
  unit: z.object({ from: z.string().max(64), to: z.string().max(64) }).optional(),
  values: count.optional().describe('how many values were renamed'),
  by: z.enum(['choice', 'name']).describe('by its member, or because the names say so'),
})

/** How often something says that somebody may have a say in it; never what it says. */
export const rightsTally = z.object({
  kind: z.enum(['license', 'copyright', 'all-rights-reserved', 'opt-out', 'authorship']),
  spdx: z.array(z.string().max(100)).max(100).optional(),
  count,
})
export type RightsTally = z.output<typeof rightsTally>

/** What buyers ask of data before they look at it. */
export const quality = z.object({
  completeness: share.describe('of the cells, those that hold a value'),
  validity: share.describe('of the records in the file, those that can be lent'),
  outliers: listOfColumns(
    z.object({
      column: columnName,
      fences: z.tuple([z.number(), z.number()]).describe('values outside are far out'),
      count,
      more: z.boolean(),
      rows: fewRows.describe('the farthest first'),
    }),
  ),
  labelDoubts: listOfColumns(
    z.object({
      column: columnName,
      agreement: share.describe('of the rows, those whose label their neighbours agree with'),
      rows: fewRows,
      of: count,
    }),
  ),
  languages: listOfColumns(
    z.object({ column: columnName, language: z.string().max(16).describe('ISO 639-3') }),
  ),
})

/** How well people hide among one another. */
export const anonymity = z.object({
  columns: z.array(columnName).max(2_000),
  wanted: count,
  k: count.describe('size of the smallest group of rows that are alike'),
  below: count.describe('rows in groups smaller than what is wanted'),
})

/** What cleaning found beside personal data. Of pictures there is no quality, and of what singles nobody out no
 * anonymity. */
export const reportDetails = z.object({
  mapping: listOfColumns(mappedColumn),
  rights: z.array(rightsTally).max(1_000),
  quality: quality.optional(),
  anonymity: anonymity.optional(),
})
export type ReportDetails = z.output<typeof reportDetails>
