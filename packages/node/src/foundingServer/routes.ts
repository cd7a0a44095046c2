import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Handlers } from '../http/mount.ts'
import { legalTemplates } from './legalTemplates.ts'

const founded = () =>
  new UsufructError({
    code: 'ALREADY_FOUNDED',
    kind: 'conflict',
    message: 'This node serves a DAO already; another needs a home of its own.',
    hint: 'Save the draft as a file, then: usufruct --home NEWDIR found deploy FILE',
  })

/** On a home that has a DAO drafts are made in the page and deployed elsewhere. */
export const foundingRoutes: Handlers = {
  getFounding: async () => ({
    mode: 'founded' as const,
    step: 'done' as const,
    text: 'There is a DAO here.',
    error: null,
    home: null,
  }),
  getFoundingTemplates: async () => ({
    templates: (await legalTemplates()).map(({ path, hash, text }) => ({ path, hash, text })),
  }),
  getFoundingDraft: async () => ({ draft: null }),
  putFoundingDraft: async () => {
    throw founded()
  },
  deployFounding: async () => {
    throw founded()
  },
}
