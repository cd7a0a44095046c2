import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { arch, platform } from 'node:process'
import { ChainError } from '../chainError.ts'

const platformPackages: Record<string, string> = {
  'linux-x64': '@foundry-rs/anvil-linux-amd64',
  'linux-arm64': '@foundry-rs/anvil-linux-arm64',
  'darwin-x64': '@foundry-rs/anvil-darwin-amd64',
  'darwin-arm64': '@foundry-rs/anvil-darwin-arm64',
}

/** Path of the development chain's binary. Its package needs no install script. */
export function findAnvil(system = `${platform}-${arch}`): string {
  const packageName = platformPackages[system]
  if (packageName === undefined) {
    throw new ChainError('ANVIL_MISSING', `There is no embedded chain for ${system}.`, {
      values: { system },
      hint: 'Use Linux or macOS on x64 or arm64 (on Windows, WSL), or point USUFRUCT_RPC_URL at another chain.',
    })
  }
  const require = createRequire(import.meta.url)
  try {
    // Resolved from the main package, whose optional dependency it is: a strict node_modules hides it from us.
    const parent = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
    const binary = join(dirname(parent.resolve(`${packageName}/package.json`)), 'bin', 'anvil')
    accessSync(binary, constants.X_OK)
    return binary
  } catch (error) {
    throw new ChainError('ANVIL_MISSING', `The embedded chain's package ${packageName} is not installed.`, {
      values: { package: packageName },
      hint: `Run: npm install --no-save ${packageName}@${anvilVersion(require)}`,
      cause: error,
    })
  }
}

function anvilVersion(require: NodeJS.Require): string {
  try {
    return (require('@foundry-rs/anvil/package.json') as { version: string }).version
  } catch {
    return 'latest'
  }
}
