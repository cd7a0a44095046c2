import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const defaultUrl = 'http://localhost:4747'

/** Where the node of a home listens, as its supervisor wrote it down. */
export const nodeUrlOf = async (home: string): Promise<string> => {
  try {
    const { url } = JSON.parse(await readFile(join(home, 'node.json'), 'utf8')) as { url?: unknown }
    if (typeof url === 'string' && /^https?:\/\//.test(url)) return url
  } catch {
    // No node was started from this home, or not to its end.
  }
  return defaultUrl
}

export const isLoopback = (url: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname)
