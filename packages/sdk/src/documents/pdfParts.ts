import type { Content, TableCell } from 'pdfmake/interfaces.js'

const line = '#cccccc'

/** Thin lines between rows, room to breathe: how every table in our PDFs looks. */
export const tableLayout = {
  hLineWidth: (row: number, node: { table: { body: unknown[] } }) =>
    row === 0 || row === node.table.body.length ? 0 : 0.5,
  vLineWidth: () => 0,
  hLineColor: () => line,
  paddingTop: () => 4,
  paddingBottom: () => 3,
  paddingLeft: (column: number) => (column === 0 ? 0 : 8),
  paddingRight: () => 0,
}

/** Two columns: what it is, and what it says. */
export const facts = (rows: readonly (readonly [string, Content])[]): Content => ({
  layout: tableLayout,
  margin: [0, 0, 0, 4],
  table: {
    widths: [130, '*'],
    dontBreakRows: true,
    body: rows.map(([label, value]): TableCell[] => [{ text: label, style: 'label' }, value as TableCell]),
  },
})

export const heading = (text: string): Content => ({ text, style: 'heading', headlineLevel: 1 })
export const paragraph = (text: Content): Content => ({ text, style: 'paragraph' }) as Content

/** 64 digits do not fit a column at the size of words. */
export const hashText = (hash: string): Content => ({ text: hash, fontSize: 8.2 })

/** ISO 8601, in UTC. `unixTime` in seconds. */
export const isoDay = (unixTime: number): string => new Date(unixTime * 1000).toISOString().slice(0, 10)
export const isoTime = (unixTime: number): string =>
  `${new Date(unixTime * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `92 %`, `0.4 %`: never 100 while anything is missing, never 0 while there is any. */
export const percent = (share: number): string => {
  if (share === 0 || share === 1) return `${share * 100} %`
  const rounded = Math.round(share * 1000) / 10
  return `${Math.min(99.9, Math.max(0.1, rounded))} %`
}

export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
