import { join } from 'node:path'
import type { StartedHome } from '@usufruct/node/supervisor/startHome'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { createFileDrafts } from '../home/fileDrafts.ts'
import { plain } from '../io.ts'
import { usageError } from '../usage.ts'

const parsePort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text)
  throw usageError(`“${text}” is no port.`, 'Write a number from 1 to 65535.', { text })
}

export const addStart = (program: Command, cli: Cli): Command =>
  program
    .command('start')
    .description('run a DAO on this machine: chain, key holders, node and app')
    .option('--port <n>', 'where the app listens', parsePort, 4747)
    .option('--empty', 'without the sample story')
    .action(async ({ port, empty = false }: { port: number; empty?: boolean }) => {
      const progress = cli.progress()
      const home = cli.home()
      let started: StartedHome
      try {
        started = await startParts(home, port, (text) => progress.update(text))
      } finally {
        progress.end()
      }
      const { url, alreadyRunning, stop, failed } = started
      cli.print({ url, home, alreadyRunning }, () =>
        alreadyRunning ? `Already running at ${url}\n` : `${cli.style.bold(`Open ${url}`)}\n`,
      )
      if (alreadyRunning) return
      try {
        if (!empty) await tellStory(cli, url, home).catch((error: unknown) => storyStopped(cli, error))
        if (!cli.json()) cli.io.out(farewell(home))
        if (!empty) void keepPanels(cli, url, home)
        const ended = await Promise.race([failed, aborted(cli.signal)])
        if (ended !== undefined) throw partEnded(ended, home)
      } finally {
        progress.update('Stopping …')
        await stop()
        progress.end()
      }
    })

/** The only place that knows all the processes; each is a package that does not know the others. */
const startParts = async (home: string, port: number, onProgress: (text: string) => void) => {
  // Loaded here, since no other command needs them and they are most of what there is to load.
  const [{ startHome }, { startChain }, { startKeeper }] = await Promise.all([
    import('@usufruct/node/supervisor/startHome'),
    import('@usufruct/chain/startChain'),
    import('@usufruct/keeper/startKeeper'),
  ])
  return startHome({
    home,
    port,
    starters: {
      chain: startChain,
      keeper: async (parameters) => {
        const { ended, ...keeper } = await startKeeper(parameters)
        return { ...keeper, exited: ended }
      },
    },
    databaseUrl: process.env.DATABASE_URL,
    rpcUrl: process.env.USUFRUCT_RPC_URL,
    publicHosts: process.env.USUFRUCT_PUBLIC_HOSTS?.split(','),
    onProgress,
  })
}

const partEnded = (part: string, home: string) =>
  new UsufructError({
    code: 'PART_ENDED',
    kind: 'internal',
    message: `The ${part} ended and could not be started again.`,
    hint: `Its log is in ${join(home, 'logs')}. Start again: nothing that was confirmed is lost.`,
    details: { part },
  })

const tellStory = async (cli: Cli, url: string, home: string): Promise<void> => {
  const [{ playStory }, { printSummary }] = await Promise.all([
    import('../sample/playStory.ts'),
    import('../sample/summary.ts'),
  ])
  const progress = cli.progress()
  try {
    const played = await playStory({
      url,
      home,
      drafts: createFileDrafts(home),
      signal: cli.signal,
      onProgress: ({ text, step, of }) => progress.update(plain(text), step, of),
    })
    progress.end()
    if (played && !cli.json()) cli.io.out(`\n${printSummary(played).split('\n').map(plain).join('\n')}\n`)
  } finally {
    progress.end()
  }
}

/** The DAO is up and stays up: only the sample did not get to its end, and goes on at the next start. */
const storyStopped = (cli: Cli, error: unknown): void => {
  if (cli.signal.aborted) return
  const { message, hint } = findUsufructError(error) ?? { message: String(error), hint: '' }
  cli.io.err(
    `The sample stopped: ${plain(message)} ${plain(hint)}\nThe DAO runs on; start again to go on with the sample.\n`,
  )
}

const keepPanels = async (cli: Cli, url: string, home: string): Promise<void> => {
  const { keepReviewing } = await import('../sample/keepReviewing.ts')
  await keepReviewing({ url, drafts: createFileDrafts(home), signal: cli.signal })
}

const farewell = (home: string): string =>
  [
    '',
    'Stop it with Ctrl-C. The same command starts it again, where it was.',
    `Everything is in ${home}; remove that folder to be rid of it.`,
    'More: usufruct --help',
    '',
  ].join('\n')

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
