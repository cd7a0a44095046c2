import { resolve } from 'node:path'
import type { FoundingDraft } from '@usufruct/sdk/founding/draft'
import { createNodeClient } from '@usufruct/sdk/http/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { foundHome } from '../start/foundHome.ts'
import { serveUntilStopped } from '../start/serveUntilStopped.ts'
import { draftAt } from './foundSign.ts'
import { parsePort } from './parseNumbers.ts'

type Deploy = { rpc?: string | undefined; port: number; serve: boolean }

/** Founds a signed draft in the home, and says where it is. Stays with it if it is to be served on. */
export const deployDraft = async (
  cli: Cli,
  draft: FoundingDraft,
  { rpc, port, serve }: Deploy,
): Promise<void> => {
  const progress = cli.progress()
  const home = cli.home()
  const started = await foundHome({
    home,
    draft,
    // What is stopped again at once needs no port that people know.
    port: serve ? port : 0,
    rpcUrl: rpc,
    onProgress: (text) => progress.update(text),
  }).finally(() => progress.end())
  try {
    const dao = await createNodeClient({ url: started.url }).call('getDao', {})
    const founded = {
      home,
      url: serve ? started.url : null,
      name: dao.name,
      chainId: dao.deployment.chainId,
      members: dao.deployment.members,
      charter: dao.charter.hash,
      agreement: dao.agreement.hash,
    }
    cli.print(founded, () =>
      [
        `\n${cli.style.bold(`${dao.name} is founded.`)} Its address is ${dao.deployment.members} on chain ${dao.deployment.chainId}.\n`,
        `Charter    ${dao.charter.hash}\nAgreement  ${dao.agreement.hash}\n`,
        serve
          ? `${cli.style.bold(`Open ${started.url}`)}\n`
          : `Start it with: ${rpc ? `USUFRUCT_RPC_URL=${rpc} ` : ''}usufruct --home '${home}' start\n`,
      ].join(''),
    )
    if (serve) await serveUntilStopped(cli, home, started)
  } finally {
    await started.stop()
  }
}

export const addFoundDeploy = (found: Command, cli: Cli): Command =>
  found
    .command('deploy')
    .description('found the DAO of a draft that every founder signed, in a home without one (--home DIR)')
    .argument('<draft>', 'the draft’s file')
    .option('--serve', 'keep it running')
    .option('--port <n>', 'where it is served', parsePort, 4747)
    .action(async (file: string, options: { serve?: boolean; port: number }, command: Command) => {
      const { rpc } = command.optsWithGlobals<{ rpc?: string }>()
      const draft = await draftAt(resolve(file))
      await deployDraft(cli, draft, { rpc, port: options.port, serve: options.serve === true })
    })
