/** Whether a text is longer in UTF-8 than the limit, without encoding it unless it is close. */
export const exceedsBytes = (text: string, limit: number): boolean => {
  if (text.length * 3 <= limit) return false
  if (text.length > limit) return true
  return new TextEncoder().encode(text).length > limit
}
