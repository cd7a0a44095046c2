import { Stop } from './stop.mjs'

const oldest = [20, 19]

export const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/** Null with musl, or where there is no such thing. */
export const glibcVersion = () => {
  // Without this the report looks up the name of every open socket's peer.
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ?? null
}

/** @throws Stop where the project cannot run, with what would make it run */
export const checkMachine = ({
  node = process.versions.node,
  platform = process.platform,
  arch = process.arch,
  glibc = glibcVersion,
} = {}) => {
  const [major, minor] = node.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new Stop({
      message: `Usufruct needs Node ${oldest.join('.')} or newer; this is Node ${node}.`,
      hint: 'Get a newer one at https://nodejs.org, or with your version manager (nvm install 22).',
    })
  if (platform === 'win32')
    throw new Stop({
      message: 'Usufruct does not run on Windows itself.',
      hint: 'Run it in WSL: https://learn.microsoft.com/windows/wsl/install',
    })
  if (!platforms.includes(`${platform}-${arch}`))
    throw new Stop({
      message: `Usufruct does not run on ${platform} ${arch}: its parts are not built for it.`,
      hint: `It runs on ${platforms.join(', ')}.`,
    })
  if (platform === 'linux' && glibc() === null)
    throw new Stop({
      message: 'This Linux has musl instead of glibc; the embedded chain is not built for it.',
      hint: 'Use a distribution with glibc, such as Debian, Ubuntu or Fedora, or one of their containers (node:22-slim).',
    })
}
