/** Whether the words before a place in a text, or else the column's name, speak of something. */
export const saysBefore = (what: RegExp, text: string, at: number, column: string, reach = 40): boolean =>
  what.test(text.slice(Math.max(0, at - reach), at)) || what.test(spaced(column))

/** `taxId` and `tax_id` in words. */
export const spaced = (column: string): string =>
  column.replace(/[_.-]+/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
