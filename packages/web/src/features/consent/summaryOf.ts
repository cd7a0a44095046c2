/** The part of a rendered text that says it in short: all from its first second-level heading to the next. A text
 * without one has no summary. */
export const summaryOf = (html: string): string | null => {
  const first = html.search(/<h2[\s>]/)
  if (first < 0) return null
  const headingEnd = html.indexOf('</h2>', first)
  if (headingEnd < 0) return null
  const body = html.slice(headingEnd + '</h2>'.length)
  const next = body.search(/<h[12][\s>]/)
  const summary = (next < 0 ? body : body.slice(0, next)).trim()
  return summary === '' ? null : summary
}
