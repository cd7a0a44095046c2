// What of the contracts the tests run: every function, and both ways of every condition. Under 98 % of the branches fails,
// and so does a branch that is not run and has no reason in docs/coverage.md, or a reason for one that is run.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { orSay, Stop } from '../prepare/stop.mjs'
import { prepare, root } from '../prepare.mjs'
import { readForge } from '../test/readForge.mjs'
import { writeStories } from '../test/writeStories.mjs'
import { placeProbes, probesPath } from './placeProbes.mjs'
import { readCoverage, readHits, renderCoverage, totalOf } from './readCoverage.mjs'
import { compareFindings, readAnswers } from './readFindings.mjs'

const least = 0.98
const contracts = join(root, 'contracts')
const folder = join(root, '.cache/coverage')
const staged = join(folder, 'contracts')
const forge = join(root, 'node_modules/.bin/forge')

/** Compares roles.json with what forge writes beside a build, which it does not when it measures. */
const notHere = 'test_TheTableNamesEveryFunctionThatChangesStateOnce'

/** A copy of the contracts that says where it was, at the same place to everything that it reads. */
const stage = async () => {
  // Only now, because in a new checkout there was no compiler when this program started.
  const { compileContracts, listSources } = await import('./compileContracts.mjs')
  const paths = listSources(root)
  const { output } = compileContracts(root, { paths, outputs: [], ast: true })
  const { files, probes } = placeProbes(
    Object.fromEntries(
      paths.map((path) => [
        path,
        { text: readFileSync(join(contracts, path), 'utf8'), ast: output.sources[path].ast },
      ]),
    ),
  )
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'packages'), { recursive: true })
  symlinkSync(join(root, 'packages/sdk'), join(folder, 'packages/sdk'))
  for (const name of ['foundry.toml', 'roles.json', 'test', 'tools', 'cache/stories'])
    cpSync(join(contracts, name), join(staged, name), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(staged, path)), { recursive: true })
    writeFileSync(join(staged, path), text)
  }
  return probes
}

/** Packages by whole paths: what measures does not find what a package's file imports from its own package otherwise. */
const mapPackages = () => {
  const { stdout } = spawnSync(forge, ['remappings'], { cwd: contracts, encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const [, name, path] = /^(\S+)=(\S+)$/.exec(line) ?? []
    return name ? ['--remappings', `${name}=${resolve(contracts, path)}/`] : []
  })
}

const measure = () => {
  const report = join(folder, 'lcov.info')
  const { stdout, stderr } = spawnSync(
    forge,
    [
      ...['coverage', '--report', 'lcov', '--report-file', report, ...mapPackages()],
      ...['--no-match-test', notHere, '--gas-snapshot-emit', 'false'],
    ],
    {
      cwd: staged,
      env: { ...process.env, FOUNDRY_PROFILE: 'coverage' },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  )
  const total = readForge(stdout)
  if (total?.failed === 0 && total.skipped === 0) return { report: readFileSync(report, 'utf8'), ...total }
  throw new Stop({
    message: `${stdout}${stderr}`,
    hint: 'The tests have to pass, and all of them have to run, before it means anything what they run.',
  })
}

await orSay(async () => {
  await prepare('check')
  const { code } = await writeStories(root)
  if (code !== 0) process.exit(1)
  const probes = await stage()
  console.log('Running the tests of the contracts, which says nothing until it is done …')
  const { report, passed } = measure()
  const { files, missing, unmeasured } = readCoverage(probes, readHits(report, probesPath))
  const reasons = readAnswers(readFileSync(join(root, 'docs/coverage.md'), 'utf8'))
  const { unanswered, stale } = compareFindings(missing, reasons)
  console.log(renderCoverage(files))
  const named = missing.filter((branch) => !unanswered.includes(branch))
  for (const { detector, line, place } of named)
    console.log(`Not run, with a reason: ${detector}:${line} ${place}`)
  for (const place of unmeasured) console.error(`NOT IN THE REPORT: ${place}`)
  for (const { detector, line, place } of unanswered) console.error(`NOT RUN: ${detector}:${line} ${place}`)
  for (const { detector, place } of stale) console.error(`A REASON FOR WHAT IS RUN: ${detector} ${place}`)
  const { run, all } = totalOf(files).branches
  console.log(
    `${passed} tests run ${run} of ${all} branches, ${((100 * run) / all).toFixed(2)} %; ` +
      `docs/coverage.md has a reason for ${named.length} of the ${missing.length} others.`,
  )
  const isShort = run < least * all
  if (isShort) console.error(`That is less than ${100 * least} %.`)
  if (isShort || unmeasured.length + unanswered.length + stale.length > 0) process.exitCode = 1
})
