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

/** The ports that a process listens on. */
export const portsOf = (pid: number): number[] => {
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
