/** How often each line of one source was run, from a report in lcov's form.
 * @returns {Map<number, number>} */
export const readHits = (lcov, path) => {
  const hits = new Map()
  let source
  for (const row of lcov.split('\n')) {
    if (row.startsWith('SF:')) source = row.slice(3)
    if (source !== path || !row.startsWith('DA:')) continue
    const [line, times] = row.slice(3).split(',').map(Number)
    hits.set(line, (hits.get(line) ?? 0) + times)
  }
  return hits
}

const sentenceOf = ({ kind, place, text }, way) => {
  if (kind === 'function') return `${place} is never called`
  return kind === 'clause' ? `${place}: ${text} is never taken` : `${place}: ${text} is never ${way}`
}

/** What the probes saw. A branch is one of the two ways of a condition, or one clause of a `try`.
 * @param probes as `placeProbes` returns them
 * @param {Map<number, number>} hits of the library of probes, by line
 * @returns for each source how many functions and branches it has and how many were run; what never was, in the words of
 * docs/coverage.md; and the places that the report says nothing of */
export const readCoverage = (probes, hits) => {
  const files = new Map()
  const missing = []
  const unmeasured = []
  for (const probe of probes) {
    const { path, kind, line, ways } = probe
    const none = { path, functions: { run: 0, all: 0 }, branches: { run: 0, all: 0 } }
    const file = files.get(path) ?? none
    files.set(path, file)
    const count = kind === 'function' ? file.functions : file.branches
    for (const { way, at } of ways) {
      const place = sentenceOf(probe, way)
      count.all += 1
      if (!hits.has(at)) unmeasured.push(`${path}:${line} ${place}`)
      else if (hits.get(at) > 0) count.run += 1
      else missing.push({ detector: path, place, line })
    }
  }
  return { files: [...files.values()], missing, unmeasured }
}

const sumOf = (files, kind) =>
  files.reduce((sum, file) => ({ run: sum.run + file[kind].run, all: sum.all + file[kind].all }), {
    run: 0,
    all: 0,
  })

/** All files as one. */
export const totalOf = (files) => ({
  path: `${files.length} files`,
  functions: sumOf(files, 'functions'),
  branches: sumOf(files, 'branches'),
})

const share = ({ run, all }) => (all === 0 ? '–' : `${((100 * run) / all).toFixed(1)} %`)

/** One line for each file, and one for all of them. */
export const renderCoverage = (files) => {
  const rows = [...files, totalOf(files)].map(({ path, functions, branches }) => [
    path,
    `${functions.run}/${functions.all}`,
    `${branches.run}/${branches.all}`,
    share(branches),
  ])
  const table = [['', 'functions', 'branches', ''], ...rows]
  const width = (column) => Math.max(...table.map((row) => row[column].length))
  return table
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(width(i)) : cell.padStart(width(i)))).join('  '),
    )
    .join('\n')
}
