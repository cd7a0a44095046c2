import type { DraftStore, Session, TokenStore } from './actor.ts'

/** For tests and for reading only: what is in it ends with the process. Values go through JSON, so that code
 * which works here works with a store that writes them down. */
export const createMemoryDrafts = (): DraftStore => {
  const kept = new Map<string, string>()
  return {
    get: async (key) => {
      const text = kept.get(key)
      return text === undefined ? undefined : JSON.parse(text)
    },
    put: async (key, value) => void kept.set(key, JSON.stringify(value)),
    delete: async (key) => void kept.delete(key),
  }
}

export const createMemoryTokens = (): TokenStore => {
  const kept = new Map<string, Session>()
  return {
    get: async (key) => kept.get(key),
    put: async (key, session) => void kept.set(key, session),
    delete: async (key) => void kept.delete(key),
  }
}
