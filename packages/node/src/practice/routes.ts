import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Handlers } from '../http/mount.ts'
import { story } from '../overview/story.ts'

/** The sample's accounts. Guarded by `requireLoopback`: a real DAO has no such accounts and hands out nothing. */
export const practiceRoutes: Handlers = {
  listPracticeAccounts: async (ctx) => ({
    accounts: ctx.practice.map(({ name, address, role, may }) => ({ name, address, role, may })),
  }),
  getPracticeKey: async (ctx, { params }) => {
    const account = ctx.practice.find(({ name }) => name === params.name)
    if (!account)
      throw new UsufructError({
        code: 'ACCOUNT_UNKNOWN',
        kind: 'notFound',
        message: `The sample has no account “${params.name}”.`,
        hint: '`usufruct account list` shows them.',
        details: { name: params.name },
      })
    return {
      name: account.name,
      address: account.address,
      privateKey: account.privateKey,
      role: account.role,
    }
  },
  reportStory: async (_, { body }) => {
    story.report(body)
    return { ok: true }
  },
}
