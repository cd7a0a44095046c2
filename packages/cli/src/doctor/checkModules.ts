import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { findAnvil } from '@usufruct/chain/anvil/findAnvil'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { bad, type Check, good } from './check.ts'

const run = promisify(execFile)

/** The embedded chain is a program of its own, the database is one in WebAssembly. */
export const checkModules = async (): Promise<Check> => {
  try {
    const { stdout } = await run(findAnvil(), ['--version'], { timeout: 20_000 })
    createRequire(import.meta.url).resolve('@electric-sql/pglite')
    return good('Parts', stdout.split('\n')[0] ?? '')
  } catch (error) {
    const known = findUsufructError(error)
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return bad('Parts', known?.message ?? message ?? '', known?.hint || 'Run `npm ci` in the checkout.')
  }
}
