/**
 * Every match of `pattern` in order, as `matchAll` gives them, for a pattern that is sticky and slow: it is tried only
 * where `hint` matches, which is global, fast, and matches at least wherever `pattern` can begin.
 */
export const matchesFrom = (text: string, hint: RegExp, pattern: RegExp): RegExpExecArray[] => {
  const matches: RegExpExecArray[] = []
  hint.lastIndex = 0
  for (let seen = hint.exec(text); seen; seen = hint.exec(text)) {
    pattern.lastIndex = seen.index
    const match = pattern.exec(text)
    if (match) matches.push(match)
    hint.lastIndex = match && match[0] !== '' ? match.index + match[0].length : seen.index + 1
  }
  return matches
}
