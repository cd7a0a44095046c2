import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/**
 * How Node is told to run one of our TypeScript programs: compiled, where whoever started us made sure that the
 * compiled ones are fresh (and says so in `USUFRUCT_PROGRAMS`), from source through tsx otherwise.
 */
export const programArguments = (source: string | URL): string[] => {
  const path = fileURLToPath(source)
  const compiled = join(process.env.USUFRUCT_PROGRAMS ?? '', relative(root, path).replace(/\.ts$/, '.mjs'))
  if (process.env.USUFRUCT_PROGRAMS && existsSync(compiled)) return [compiled]
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, path]
}
