declare module 'categorized-words' {
  /** Words by part of speech. */
  const words: Record<'N' | 'A' | 'V' | 'C' | 'I' | 'P' | 'S', string[]>
  export default words
}
