import { resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { checkDraftTexts, draftSigning } from '@usufruct/sdk/founding/checkDraft'
import { type CompleteDraft, type FoundingDraft, requireCharter } from '@usufruct/sdk/founding/draft'
import { keepDraft, readDraft } from '@usufruct/sdk/founding/draftFile.node'
import { signDraft } from '@usufruct/sdk/founding/signDraft'
import type { Command } from 'commander'
import { privateKeyToAccount } from 'viem/accounts'
import type { Cli } from '../cli.ts'
import { describeDraft, draftJson } from '../found/describeDraft.ts'
import { readAccount } from '../home/accounts.ts'
import { legalTexts } from '../start/foundHome.ts'
import { usageError } from '../usage.ts'

/** @throws UsufructError `DRAFT_NOT_FOUND`, `DRAFT_INVALID` */
export const draftAt = async (path: string): Promise<FoundingDraft> => {
  const draft = await readDraft(path)
  if (draft) return draft
  throw new UsufructError({
    code: 'DRAFT_NOT_FOUND',
    kind: 'notFound',
    message: `There is no draft at ${path}.`,
    hint: '`usufruct found` writes one.',
    details: { path },
  })
}

export const addFoundSign = (found: Command, cli: Cli): Command =>
  found
    .command('sign')
    .description(
      'sign a draft as one of its founders (--as NAME): exactly this charter, these texts, these founders',
    )
    .argument('<draft>', 'the draft’s file')
    .action(async (file: string, _options: unknown, command: Command) => {
      const path = resolve(file)
      const name = command.optsWithGlobals<{ as?: string }>().as
      if (name === undefined)
        throw usageError('A draft is signed by a founder, and none was named.', 'Name one with --as.')
      const account = await readAccount(cli.home(), name)
      if (!account)
        throw new UsufructError({
          code: 'ACCOUNT_UNKNOWN',
          kind: 'notFound',
          message: `There is no account called ${name} in this home.`,
          hint: '`usufruct account create NAME` makes one, `usufruct account import NAME` brings one.',
          details: { name },
        })
      // Nobody signs hashes of texts that are not the ones they can read here.
      const draft = checkDraftTexts(await draftAt(path), await legalTexts())
      const signed = await signDraft(draft, privateKeyToAccount(account.privateKey))
      await keepDraft(path, signed)
      const complete: CompleteDraft = requireCharter(signed)
      const json = await draftJson(path, complete)
      const said = await describeDraft(cli, path, complete)
      const { missing } = await draftSigning(signed)
      cli.print(json, () =>
        [
          said,
          missing.length === 0
            ? `Everybody has signed. Found it with: usufruct found deploy ${file}\n`
            : `Still to sign: ${missing.map((each) => each.name).join(', ')}\n`,
        ].join('\n'),
      )
    })
