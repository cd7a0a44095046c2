/** Slither's own names for where things are, as few as say it: `Contract.function` or `Contract.function.variable`. */
export const placeOf = ({ name, source_mapping, type_specific_fields }) => {
  const parent = type_specific_fields?.parent
  if (!parent?.name) return name ?? source_mapping.filename_relative
  return `${placeOf(parent)}.${name}`
}

/** What Slither found in our own sources, as detector and place, and what it could not read at all. */
export const readFindings = ({ report, log }) => {
  const found = (report.results.detectors ?? [])
    .filter(({ elements }) => !elements[0]?.source_mapping.filename_relative.includes('node_modules'))
    .map(({ check, elements, description }) => ({
      detector: check,
      place: elements[0] ? placeOf(elements[0]) : '',
      description: description.trim(),
    }))
  // What it cannot bring into its own form it leaves out of every detector, and says so only here.
  const unread = [...log.matchAll(/^(?:ERROR:\w+:)?((?:Impossible|Missing|Failed) .*)$/gm)].map(
    ([, text]) => {
      const [, name, file] = /for (\S+\.\S+) \((?:\S*\/)?([^/#]+\.sol)/.exec(text) ?? []
      return { detector: 'unread', place: name ? `${name} in ${file}` : text, description: text }
    },
  )
  return [...found, ...unread]
}

/** The answers of docs/slither.md: a heading names a detector, the lists below it the places, the rest says why.
 * `×3` after a place answers three findings there. */
export const readAnswers = (text) => {
  let detector
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('#')) detector = /^## `(.+)`/.exec(line)?.[1]
    if (!detector || !line.startsWith('- ')) return []
    return [...line.matchAll(/`([^`]+)`(?: ×(\d+))?/g)].flatMap(([, place, times = 1]) =>
      Array.from({ length: Number(times) }, () => ({ detector, place })),
    )
  })
}

const keyOf = ({ detector, place }) => `${detector} ${place}`

/** One answer answers one finding: a second of the same kind in the same place needs to be looked at too. */
export const compareFindings = (found, answers) => {
  const left = [...answers]
  const unanswered = found.filter((finding) => {
    const at = left.findIndex((answer) => keyOf(answer) === keyOf(finding))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  return { unanswered, stale: left }
}
