import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const readReport = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Runs projects of vitest.config.ts. A file that could not even be loaded counts as one failure. */
export const runVitest = (root, { projects, oneAtATime, env }) =>
  new Promise((resolve, reject) => {
    const folder = join(root, '.cache', 'test')
    const report = join(folder, `${projects.join('-')}.json`)
    mkdirSync(folder, { recursive: true })
    rmSync(report, { force: true })
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        ...(oneAtATime ? ['--no-file-parallelism'] : []),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
    )
    child.on('error', reject)
    child.on('close', (code) => {
      const said = readReport(report)
      if (!said) return resolve({ passed: 0, failed: 1, skipped: 0 })
      const unloaded = said.testResults.filter(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      )
      const failed = said.numFailedTests + unloaded.length
      resolve({
        passed: said.numPassedTests,
        failed: failed || (code === 0 ? 0 : 1),
        skipped: said.numPendingTests,
      })
    })
  })
