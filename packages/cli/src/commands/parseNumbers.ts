import { usageError } from '../usage.ts'

export const parseMonths = (text: string): number => {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 120) return Number(text)
  throw usageError(`“${text}” is no number of months.`, 'Write a whole number from 1 to 120.', { text })
}

export const parseK = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) >= 2) return Number(text)
  throw usageError(
    `“${text}” is not how many rows can be alike.`,
    'Write a whole number from 2 to 9999; 5 is usual.',
    {
      text,
    },
  )
}

/** An offer's id is short and a license's is long; both are whole numbers. */
export const parseId =
  (what: 'offer' | 'license') =>
  (text: string): string => {
    const digits = what === 'offer' ? 20 : 78
    if (/^[1-9]\d*$/.test(text) && text.length <= digits) return text
    throw usageError(
      `“${text}” is no ${what} id.`,
      what === 'offer'
        ? 'See `usufruct dataset NAME` for the offers of a dataset.'
        : 'See `usufruct license list --all` for the ids.',
      { text },
    )
  }

export const parsePort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text)
  throw usageError(`“${text}” is no port.`, 'Write a number from 1 to 65535.', { text })
}
