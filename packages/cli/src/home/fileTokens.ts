import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TokenStore } from '@usufruct/sdk/actions/actor'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { z } from 'zod'

const sessions = z.record(z.string(), z.object({ token: z.string(), expiresAt: z.number() }))

/** Sessions in HOME/sessions.json. They only save signing in again, so a file that is damaged or cannot be
 * written stops nothing. */
export const createFileTokens = (home: string): TokenStore => {
  const path = join(home, 'sessions.json')
  const read = async () => {
    const text = await readFile(path, 'utf8').catch(() => '{}')
    try {
      return sessions.parse(JSON.parse(text))
    } catch {
      return {}
    }
  }
  const change = async (apply: (kept: z.output<typeof sessions>) => void) => {
    const kept = await read()
    apply(kept)
    const now = Date.now() / 1000
    const live = Object.entries(kept).filter(([, session]) => session.expiresAt > now)
    try {
      await writeDurably(path, `${JSON.stringify(Object.fromEntries(live), null, 2)}\n`)
    } catch (error) {
      if (findUsufructError(error)?.kind !== 'limit') throw error
    }
  }
  return {
    get: async (key) => (await read())[key],
    put: (key, session) =>
      change((kept) => {
        kept[key] = session
      }),
    delete: (key) =>
      change((kept) => {
        delete kept[key]
      }),
  }
}
