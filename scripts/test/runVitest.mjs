import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runInPart } from './runInPart.mjs'

const readReport = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Runs a project of vitest.config.ts. A file that could not even be loaded counts as one failure. */
export const runVitest = async (root, { project, oneAtATime, env }) => {
  const folder = join(root, '.cache', 'test')
  const report = join(folder, `${project}.json`)
  mkdirSync(folder, { recursive: true })
  rmSync(report, { force: true })
  const { code } = await runInPart(
    project,
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      ...(oneAtATime ? ['--no-file-parallelism'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env: { ...process.env, ...env } },
  )
  const said = readReport(report)
  if (!said) return { passed: 0, failed: 1, skipped: 0 }
  const unloaded = said.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = said.numFailedTests + unloaded.length
  return {
    passed: said.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: said.numPendingTests,
  }
}
