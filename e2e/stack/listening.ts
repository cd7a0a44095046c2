import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const listen = '0A'

/** Socket inodes that listen on this machine, and their ports. */
const listeners = (): Map<string, number> => {
  const found = new Map<string, number>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const [, ...lines] = readFileSync(table, 'utf8').trim().split('\n')
    for (const line of lines) {
      const fields = line.trim().split(/\s+/)
      const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)
      if (fields[3] === listen) found.set(fields[9] ?? '', port)
    }
  }
  return found
}

const portsByProc = (pid: number): number[] => {
  const ports = listeners()
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).flatMap((fd) => {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1]
      return ports.get(inode ?? '') ?? []
    } catch {
      // It was closed meanwhile.
      return []
    }
  })
}

/** Ports in what `lsof -Fn` prints: one line for each field, that of an address being `n127.0.0.1:8080`. */
const portsInLsof = (printed: string): number[] => [
  ...new Set([...printed.matchAll(/^n.*:(\d+)$/gm)].map(([, port]) => Number(port))),
]

/** Where there is no /proc, as on macOS. */
const portsByLsof = (pid: number): number[] => {
  try {
    const asked = ['-nP', '-a', '-p', String(pid), '-iTCP', '-sTCP:LISTEN', '-Fn']
    return portsInLsof(execFileSync('lsof', asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch (error) {
    // It says so by its exit code when there is none.
    if ((error as { status?: number | null }).status === 1) return []
    throw error
  }
}

/** The ports that a process listens on. */
export const portsOf = process.platform === 'linux' ? portsByProc : portsByLsof
