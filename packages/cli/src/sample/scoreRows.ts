/** From the least to the most that a species is known to measure, in millimetres. */
type Range = readonly [least: number, most: number]
type Measures = { bill_length_mm: Range; bill_depth_mm: Range; flipper_length_mm: Range }

const known: Record<string, Measures> = {
  Adelie: { bill_length_mm: [30, 47], bill_depth_mm: [15, 22], flipper_length_mm: [165, 215] },
  Chinstrap: { bill_length_mm: [40, 60], bill_depth_mm: [16, 21.5], flipper_length_mm: [175, 215] },
  Gentoo: { bill_length_mm: [40, 61], bill_depth_mm: [12.5, 17.8], flipper_length_mm: [200, 235] },
}

const isPlausible = (row: Readonly<Record<string, unknown>>): boolean => {
  const measures = known[String(row.species)]
  if (!measures) return false
  return Object.entries(measures).every(([name, [least, most]]) => {
    const value = row[name]
    // A bird that was not measured says nothing against its label.
    return typeof value !== 'number' || (value >= least && value <= most)
  })
}

export type Scored = { score: 1 | 2 | 3 | 4 | 5; note: string }

/** What the sample's reviewers sign: a rule, not a person. Labels and measures must fit what is known of the
 * species; the share of rows that do not decides. */
export const scoreRows = (rows: readonly Readonly<Record<string, unknown>>[]): Scored => {
  const broken = rows.filter((row) => !isPlausible(row)).length
  if (rows.length === 0) return { score: 1, note: 'There is nothing to look at.' }
  const share = broken / rows.length
  if (broken === 0) return { score: 5, note: 'Every measure fits its species.' }
  const note = `${broken} of ${rows.length} birds do not measure what their species does.`
  if (share <= 0.02) return { score: 4, note }
  if (share <= 0.1) return { score: 3, note }
  return { score: share <= 0.3 ? 2 : 1, note }
}
