import { readFileSync } from 'node:fs'
import { type StageId, stages } from '@usufruct/sdk/domain/stages'
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addAccount } from './commands/account.ts'
import { addClaim } from './commands/claim.ts'
import { addConsent } from './commands/consent.ts'
import { addContribute } from './commands/contribute.ts'
import { addDataset } from './commands/dataset.ts'
import { addDatasets } from './commands/datasets.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDownload } from './commands/download.ts'
import { addEarnings } from './commands/earnings.ts'
import { addFound } from './commands/found.ts'
import { addInspect } from './commands/inspect.ts'
import { addJoin } from './commands/join.ts'
import { addLicense } from './commands/license.ts'
import { addNormalise } from './commands/normalise.ts'
import { addRelease } from './commands/release.ts'
import { addReview } from './commands/review.ts'
import { addStart } from './commands/start.ts'
import { addStatus } from './commands/status.ts'
import { addTakedown } from './commands/takedown.ts'

type Add = (program: Command, cli: Cli) => Command

/** A stage without commands runs by itself. */
const byStage: Record<StageId, readonly Add[]> = {
  contribute: [addInspect, addNormalise, addContribute],
  clean: [],
  review: [addReview],
  value: [],
  release: [addRelease, addDatasets, addDataset],
  license: [addLicense],
  access: [addDownload],
  payout: [addEarnings, addClaim],
}

const version = () =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version

/** The program without its commands, which need what its options say. */
export const createProgram = (): Command =>
  new Command('usufruct')
    .description('A Data DAO: members lend data, licensees use it, nothing is sold.')
    .version(version(), '--version')
    .option('--home <dir>', 'where accounts, drafts and a DAO of one’s own are kept', '.usufruct')
    .option('--node <url>', 'the DAO’s node (the home’s own, else http://localhost:4747)')
    .option('--as <account>', 'who acts; see `usufruct account list`')
    .option('--json', 'print one JSON value, and errors as {code, message, hint}')
    .helpCommand(false)
    .showSuggestionAfterError(true)

const help = (): string =>
  [
    '',
    'Data walks through these stages:',
    ...stages.map(
      ({ id, says }) => `  ${id.padEnd(12)}${says}${byStage[id].length === 0 ? ' (by itself)' : ''}`,
    ),
    '',
    'Exit codes: 0 done, 2 wrong use, 3 not permitted, 4 not found, 5 bad input, 6 not reachable, 1 anything else.',
  ].join('\n')

export const addCommands = (program: Command, cli: Cli): void => {
  const grouped = (heading: string, adds: readonly Add[]) => {
    for (const add of adds) add(program, cli).helpGroup(`${heading}:`)
  }
  grouped('Running', [addStart, addFound, addStatus, addDoctor])
  grouped('Who you are', [addAccount, addJoin])
  for (const { id, title } of stages) grouped(title, byStage[id])
  grouped('Withdraw', [addConsent])
  grouped('Take down', [addTakedown])
  program.addHelpText('after', help())
}
