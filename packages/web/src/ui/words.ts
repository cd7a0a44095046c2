const number = new Intl.NumberFormat('en')

export const formatCount = (value: number) => number.format(value)

/** “1 row”, “1,204 rows”. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${number.format(count)} ${count === 1 ? one : many}`

/** Chain ids and accounts are shown only where someone asked for details, and then short. */
export const shortHex = (value: string) =>
  value.length > 14 ? `${value.slice(0, 8)}…${value.slice(-4)}` : value

const units = ['bytes', 'KB', 'MB', 'GB']

export const formatBytes = (bytes: number): string => {
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 ? size : size.toFixed(size < 10 ? 1 : 0)} ${units[unit]}`
}

/** “a”, “a and b”, “a, b and c”. */
export const listOf = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

export const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
