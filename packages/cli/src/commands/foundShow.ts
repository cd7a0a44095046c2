import { resolve } from 'node:path'
import { checkDraftTexts } from '@usufruct/sdk/founding/checkDraft'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { describeDraft, draftJson } from '../found/describeDraft.ts'
import { legalTexts } from '../start/foundHome.ts'
import { draftAt } from './foundSign.ts'

export const addFoundShow = (found: Command, cli: Cli): Command =>
  found
    .command('show')
    .description('what a draft would found, who signed it, and whether its texts are those it names')
    .argument('<draft>', 'the draft’s file')
    .action(async (file: string) => {
      const path = resolve(file)
      const draft = checkDraftTexts(await draftAt(path), await legalTexts())
      const json = await draftJson(path, draft)
      const said = await describeDraft(cli, path, draft)
      cli.print(json, () => said)
    })
