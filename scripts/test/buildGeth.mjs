import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../prepare/stop.mjs'

const module = 'github.com/ethereum/go-ethereum/cmd/geth'
const version = 'v1.17.10'

/** A second implementation of the chain, built from its Go module, once. Gives its path.
 * @throws Stop where there is no Go, or no module proxy */
export const buildGeth = (root) => {
  const folder = join(root, '.cache/geth', version)
  const path = join(folder, 'geth')
  if (existsSync(path)) return path
  const fresh = `${folder}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  console.error(`Building geth ${version} …`)
  try {
    execFileSync('go', ['install', '-ldflags', '-s -w', `${module}@${version}`], {
      // Outside of the checkout: a module that is installed belongs to no other. Without C it needs no C compiler.
      cwd: fresh,
      env: { ...process.env, GOBIN: fresh, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  } catch (cause) {
    throw new Stop({
      message: `geth ${version} could not be built: ${cause.message}`,
      hint: 'This needs Go 1.24 or newer and the Go module proxy; the other parts of the tests do not.',
    })
  }
  renameSync(fresh, folder)
  return path
}
