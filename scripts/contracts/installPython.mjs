import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../prepare/stop.mjs'

/** What analyses the contracts, by the version whose findings were answered. */
export const pythonTools = { 'slither-analyzer': '0.11.6', halmos: '0.3.3' }

const folder = (root) => join(root, '.cache/python')

/** Where an installed tool lies. */
export const pythonTool = (root, name) => join(folder(root), 'bin', name)

const isInstalled = (root) => {
  const libraries = join(folder(root), 'lib')
  if (!existsSync(libraries)) return false
  const packages = readdirSync(libraries).flatMap((python) =>
    readdirSync(join(libraries, python, 'site-packages')),
  )
  return Object.entries(pythonTools).every(([name, version]) =>
    packages.includes(`${name.replaceAll('-', '_')}-${version}.dist-info`),
  )
}

/** Installs the tools into a Python of this checkout's own, once. @throws Stop where there is no Python for it */
export const installPython = (root) => {
  if (isInstalled(root)) return
  const run = (command, parameters) =>
    execFileSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    if (!existsSync(join(folder(root), 'bin/pip'))) run('python3', ['-m', 'venv', folder(root)])
    const wanted = Object.entries(pythonTools).map(([name, version]) => `${name}==${version}`)
    run(pythonTool(root, 'pip'), ['install', '-q', '--disable-pip-version-check', ...wanted])
  } catch (cause) {
    throw new Stop({
      message: `The contracts’ analysers could not be installed: ${cause.message}`,
      hint: 'They need Python 3.11 or newer with venv (on Debian: apt-get install python3-venv), and PyPI.',
    })
  }
}
