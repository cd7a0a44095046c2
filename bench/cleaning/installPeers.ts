import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is measured beside ours, by the version that is on record. */
export const peers = { datasketch: '2.0.0', rensa: '0.5.0' }

const folder = fileURLToPath(new URL('../../.cache/bench-python', import.meta.url))

/** A Python with the peers, in a folder of this checkout's own. @throws where there is no Python 3 with venv, or no
 * registry */
export const installPeers = (): string => {
  const wanted = Object.entries(peers).map(([name, version]) => `${name}==${version}`)
  const python = join(folder, 'bin', 'python')
  const mark = join(folder, 'installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted.join('\n')) return python
  const run = (command: string, parameters: string[]) =>
    execFileSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (!existsSync(python)) run('python3', ['-m', 'venv', folder])
  run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...wanted])
  writeFileSync(mark, wanted.join('\n'))
  return python
}
