// Every rule in docs/rules.md names the tests that hold it. This fails for a rule without one, and for a test that is not there.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What each rule names: a function in a contract test, or the words of a test in a file. */
export function readRules(markdown) {
  const rows = markdown.split('\n').filter((line) => /^\| (?!rule \||---)/.test(line))
  return rows.map((row) => {
    const cells = row.split('|').slice(1, -1)
    const tests = [...(cells.at(-1) ?? '').matchAll(/`([^`]+?): ([^`]+)`/g)]
    return { rule: cells[0].trim(), tests: tests.map(([, file, name]) => ({ file, name })) }
  })
}

/** What is wrong with one rule; nothing when its tests are there. `read` gives a file's text, or undefined. */
export function faultsOf({ rule, tests }, read) {
  if (tests.length === 0) return [`No test is named for: ${rule}`]
  return tests.flatMap(({ file, name }) => {
    const path = file.endsWith('.ts') ? file : `contracts/test/${file}.t.sol`
    const text = read(path)
    if (text === undefined) return [`There is no ${path}, which is named for: ${rule}`]
    const found = file.endsWith('.ts') ? text.includes(`'${name}'`) : text.includes(`function ${name}(`)
    return found ? [] : [`There is no ${name} in ${path}, which is named for: ${rule}`]
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined)
  const rules = readRules(read('docs/rules.md') ?? '')
  const faults = rules.flatMap((rule) => faultsOf(rule, read))
  if (faults.length > 0) {
    console.error(faults.join('\n'))
    process.exit(1)
  }
  console.log(`${rules.length} rules, each held by a test that is there.`)
}
