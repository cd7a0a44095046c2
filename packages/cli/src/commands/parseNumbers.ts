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

/** A license's id is long and the others are short; all are whole numbers. */
const ids = {
  offer: { digits: 20, hint: 'See `usufruct dataset NAME` for the offers of a dataset.' },
  license: { digits: 78, hint: 'See `usufruct license list --all` for the ids.' },
  takedown: { digits: 15, hint: 'See `usufruct takedown list` for the ids.' },
}

export const parseId =
  (what: keyof typeof ids) =>
  (text: string): string => {
    const { digits, hint } = ids[what]
    if (/^[1-9]\d*$/.test(text) && text.length <= digits) return text
    throw usageError(`“${text}” is no ${what} id.`, hint, { text })
  }

export const parsePort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text)
  throw usageError(`“${text}” is no port.`, 'Write a number from 1 to 65535.', { text })
}
