export type ColumnLanguage = {
  column: string
  /** ISO 639-3. */
  language: string
}

/** Characters of a column that are looked at. */
const SAMPLE = 20_000
/** Shorter texts could be any language. */
const FEWEST = 200
const WORDS = 4

/** The language of columns that hold sentences, from the beginning of each. */
export const watchLanguages = (columns: readonly string[]) => {
  const samples = columns.map(() => '')
  return {
    add(column: number, text: string) {
      const sample = samples[column] as string
      if (sample.length >= SAMPLE || text.length < 12 || text.split(' ', WORDS).length < WORDS) return
      samples[column] = `${sample}${text.slice(0, SAMPLE - sample.length)}\n`
    },

    async report(): Promise<ColumnLanguage[]> {
      const worth = samples.flatMap((sample, i) =>
        sample.length < FEWEST ? [] : [{ column: columns[i] as string, sample }],
      )
      if (worth.length === 0) return []
      // Its tables are larger than all else here, and most tables are numbers.
      const { franc } = await import('franc-min')
      return worth.flatMap(({ column, sample }) => {
        const language = franc(sample)
        return language === 'und' ? [] : [{ column, language }]
      })
    },
  }
}
