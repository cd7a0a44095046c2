// Slither over the contracts, held against the answers in docs/slither.md: what nobody has answered fails, and so
// does an answer to something that is not found any more.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { orSay, Stop } from '../prepare/stop.mjs'
import { prepare, root } from '../prepare.mjs'
import { installPython, pythonTool } from './installPython.mjs'
import { compareFindings, readAnswers, readFindings } from './readFindings.mjs'

const outputs = ['abi', 'devdoc', 'userdoc', 'evm.bytecode', 'evm.deployedBytecode', 'evm.methodIdentifiers']

/** Slither would call a native compiler, or forge, which names each package's file twice so that nothing inherited
 * is understood. It takes a finished build in Hardhat's form instead. */
const writeBuild = async (folder) => {
  // Only now, because in a new checkout there was no compiler when this program started.
  const { compileContracts, listSources } = await import('./compileContracts.mjs')
  const { input, output, version } = compileContracts(root, { paths: listSources(root), outputs, ast: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const build = { _format: 'hh-sol-build-info-1', solcVersion: version.split('+')[0], input, output }
  writeFileSync(join(folder, 'contracts.json'), JSON.stringify(build))
}

const analyse = (build) => {
  const path = join(root, '.cache/slither/report.json')
  rmSync(path, { force: true })
  const { stderr } = spawnSync(
    pythonTool(root, 'slither'),
    [
      ...['.', '--ignore-compile', '--compile-force-framework', 'foundry'],
      ...['--foundry-build-info-directory', build],
      ...['--json', path, '--fail-none'],
    ],
    {
      cwd: join(root, 'contracts'),
      env: {
        ...process.env,
        // It asks forge for the project's folders.
        PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
        // Its sets are walked in the order of hashes, which are random otherwise.
        PYTHONHASHSEED: '0',
      },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  )
  let report
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch {}
  if (report?.success) return { report, log: stderr }
  throw new Stop({
    message: `Slither did not finish: ${report?.error ?? stderr}`,
    hint: 'See what it says above.',
  })
}

await orSay(async () => {
  await prepare('check')
  installPython(root)
  const build = join(root, '.cache/slither/build-info')
  await writeBuild(build)
  const found = readFindings(analyse(build))
  const answers = readAnswers(readFileSync(join(root, 'docs/slither.md'), 'utf8'))
  const { unanswered, stale } = compareFindings(found, answers)
  for (const { detector, place, description } of unanswered)
    console.error(`\nNOT ANSWERED: ## \`${detector}\`\n- \`${place}\`\n${description}`)
  for (const { detector, place } of stale) console.error(`\nNOT FOUND any more: ${detector} at ${place}`)
  console.log(
    `Slither: ${found.length} findings, ${found.length - unanswered.length} answered in docs/slither.md` +
      `, ${unanswered.length} not answered, ${stale.length} answers to nothing.`,
  )
  if (unanswered.length + stale.length > 0) process.exitCode = 1
})
