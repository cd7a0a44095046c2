import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root, type Stack } from './startStack.ts'

export type Answer<T = unknown> = {
  code: number | null
  stdout: string
  stderr: string
  /** The one JSON value that `--json` prints. */
  json: T
  error: { code: string; message: string; hint: string }
}

const parse = (text: string) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Runs the command line as a user would, with `--json`. */
export const usufruct = <T = unknown>(
  { home, url }: Pick<Stack, 'home' | 'url'>,
  ...args: string[]
): Promise<Answer<T>> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'packages/cli/bin/usufruct.mjs'), '--home', home, '--node', url, '--json', ...args],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr, json: parse(stdout), error: parse(stderr) }))
  })
