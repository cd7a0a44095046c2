import { readFileSync } from 'node:fs'
import { type StageId, stages } from '@usufruct/sdk/domain/stages'
import { Command } from 'commander'
import type { Cli } from './cli.ts'

type Add = (program: Command, cli: Cli) => Command

/** By their words. A command is loaded when it is called, or when help names them all. */
const commands = {
  account: async () => (await import('./commands/account.ts')).addAccount,
  claim: async () => (await import('./commands/claim.ts')).addClaim,
  consent: async () => (await import('./commands/consent.ts')).addConsent,
  contribute: async () => (await import('./commands/contribute.ts')).addContribute,
  dataset: async () => (await import('./commands/dataset.ts')).addDataset,
  datasets: async () => (await import('./commands/datasets.ts')).addDatasets,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  download: async () => (await import('./commands/download.ts')).addDownload,
  earnings: async () => (await import('./commands/earnings.ts')).addEarnings,
  found: async () => (await import('./commands/found.ts')).addFound,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  join: async () => (await import('./commands/join.ts')).addJoin,
  license: async () => (await import('./commands/license.ts')).addLicense,
  normalise: async () => (await import('./commands/normalise.ts')).addNormalise,
  release: async () => (await import('./commands/release.ts')).addRelease,
  review: async () => (await import('./commands/review.ts')).addReview,
  start: async () => (await import('./commands/start.ts')).addStart,
  status: async () => (await import('./commands/status.ts')).addStatus,
  takedown: async () => (await import('./commands/takedown.ts')).addTakedown,
} satisfies Record<string, () => Promise<Add>>

type Word = keyof typeof commands

/** A stage without commands runs by itself. */
const byStage: Record<StageId, readonly Word[]> = {
  contribute: ['inspect', 'normalise', 'contribute'],
  clean: [],
  review: ['review'],
  value: [],
  release: ['release', 'datasets', 'dataset'],
  license: ['license'],
  access: ['download'],
  payout: ['earnings', 'claim'],
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

/** The first word that is neither an option of the program nor an option's value. */
const firstWord = (program: Command, args: readonly string[]): string | undefined => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (!arg.startsWith('-')) return arg
    if (program.options.some(({ long, required }) => long === arg && required)) i++
  }
  return undefined
}

/** All commands, or only the one that is called. */
export const addCommands = async (program: Command, cli: Cli, args: readonly string[]): Promise<void> => {
  const called = firstWord(program, args)
  const wanted = called !== undefined && Object.hasOwn(commands, called) ? [called] : Object.keys(commands)
  const grouped = async (heading: string, words: readonly Word[]) => {
    for (const word of words)
      if (wanted.includes(word)) (await commands[word]())(program, cli).helpGroup(`${heading}:`)
  }
  await grouped('Running', ['start', 'found', 'status', 'doctor'])
  await grouped('Who you are', ['account', 'join'])
  for (const { id, title } of stages) await grouped(title, byStage[id])
  await grouped('Withdraw', ['consent'])
  await grouped('Take down', ['takedown'])
  program.addHelpText('after', help())
}
