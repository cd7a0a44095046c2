const needsQuotes = /[",\r\n]/
/** Spreadsheets run what begins like this; a quote in front keeps it text. */
const formula = /^[=+\-@\t\r]/

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with a header; in pieces, so that a large download is never one string. */
export const toCsv = (columns: readonly string[], rows: readonly Record<string, unknown>[]): string[] => [
  `${columns.map(cell).join(',')}\r\n`,
  ...rows.map((row) => `${columns.map((name) => cell(row[name])).join(',')}\r\n`),
]
