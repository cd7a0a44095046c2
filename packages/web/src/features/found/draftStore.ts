import { type FoundingDraft, parseDraft } from '@usufruct/sdk/founding/draft'
import { createNodeClient } from '@usufruct/sdk/http/client'

/** For founding nobody signs in: there may be no DAO yet. */
export const foundingNode = createNodeClient({
  url: location.origin,
  fetch: globalThis.fetch.bind(globalThis),
})

const slot = 'usufruct.founding-draft'

export const localDraft = (): FoundingDraft | null => {
  try {
    return parseDraft(JSON.parse(localStorage.getItem(slot) ?? 'null'))
  } catch {
    // Nothing there, or of another version: then one begins anew.
    return null
  }
}

export const newSalt = (): `0x${string}` => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** What a draft is over the wire: JSON without the types that only we know. */
export const asJson = (draft: FoundingDraft): Record<string, unknown> => JSON.parse(JSON.stringify(draft))

/** Keeps a draft in the browser and, where a DAO is founded, in its home: one write after the other, the last wins. */
export const createDraftKeeper = (toHome: boolean, onError: (error: unknown) => void) => {
  let waiting: FoundingDraft | null = null
  let writing = false
  const write = async () => {
    if (writing) return
    writing = true
    while (waiting) {
      const draft = waiting
      waiting = null
      await foundingNode.call('putFoundingDraft', { body: { draft: asJson(draft) } }).then(
        () => onError(null),
        (error: unknown) => onError(error),
      )
    }
    writing = false
  }
  return {
    keep: (draft: FoundingDraft) => {
      try {
        localStorage.setItem(slot, JSON.stringify(draft))
      } catch {
        // A browser that keeps nothing still founds, from the home or a saved file.
      }
      if (!toHome) return
      waiting = draft
      void write()
    },
    forget: () => localStorage.removeItem(slot),
  }
}
