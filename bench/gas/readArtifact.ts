import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Artifact } from './startChain.ts'

const require = createRequire(import.meta.url)

/** A contract as its publisher compiled it: what npm ships, with the package’s folder and the file in it. */
export function readArtifact(packageName: string, file: string): Artifact {
  const folder = dirname(require.resolve(`${packageName}/package.json`))
  return parseArtifact(readFileSync(join(folder, file), 'utf8'))
}

/** Of Hardhat, Waffle or Forge. */
export function parseArtifact(json: string): Artifact {
  const { abi, bytecode } = JSON.parse(json)
  const code: string = bytecode.object ?? bytecode
  return { abi, bytecode: code.startsWith('0x') ? (code as `0x${string}`) : `0x${code}` }
}
