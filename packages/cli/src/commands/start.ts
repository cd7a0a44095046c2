import type { StartedHome } from '@usufruct/node/supervisor/startHome'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { createFileDrafts } from '../home/fileDrafts.ts'
import { plain } from '../io.ts'
import { homeHas } from '../start/foundHome.ts'
import { aborted, serveUntilStopped } from '../start/serveUntilStopped.ts'
import { loadStarters, placesFromEnvironment } from '../start/starters.ts'
import { parsePort } from './parseNumbers.ts'

export const addStart = (program: Command, cli: Cli): Command =>
  program
    .command('start')
    .description('run a DAO on this machine: chain, key holders, node and app')
    .option('--port <n>', 'where the app listens', parsePort, 4747)
    .option('--empty', 'without the sample story')
    .action(async ({ port, empty = false }: { port: number; empty?: boolean }) => {
      const progress = cli.progress()
      const home = cli.home()
      const has = await homeHas(home)
      // A founding that was cut off before its texts were there must not become the sample.
      if ((empty || has.founded) && !has.dao) return serveFounding(cli, home, port)
      // The sample belongs to the sample's DAO.
      const story = !empty && !has.founded
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
        if (story) await tellStory(cli, url, home).catch((error: unknown) => storyStopped(cli, error))
        if (!cli.json()) cli.io.out(farewell(home))
        if (story) void keepPanels(cli, url, home)
        await serveUntilStopped(cli, home, { failed })
      } finally {
        progress.update('Stopping …')
        await stop()
        progress.end()
      }
    })

const startParts = async (home: string, port: number, onProgress: (text: string) => void) => {
  // Loaded here, since no other command needs them and they are most of what there is to load.
  const [{ startHome }, starters] = await Promise.all([
    import('@usufruct/node/supervisor/startHome'),
    loadStarters(),
  ])
  return startHome({ ...placesFromEnvironment(), home, port, starters, onProgress })
}

/** A home without a DAO that is to stay without the sample: the page there asks what to found. */
const serveFounding = async (cli: Cli, home: string, port: number): Promise<void> => {
  const [{ startFounding }, starters] = await Promise.all([
    import('@usufruct/node/foundingServer/startFounding'),
    loadStarters(),
  ])
  const progress = cli.progress()
  const { url, alreadyRunning, founded, stop } = await startFounding({
    ...placesFromEnvironment(),
    home,
    port,
    starters,
    onProgress: (text) => progress.update(text),
  })
  cli.print({ url, home, alreadyRunning, founding: true }, () =>
    alreadyRunning
      ? `Already running at ${url}\n`
      : `${cli.style.bold(`Open ${url}/found`)}\nThere is no DAO in this home yet; the page asks six questions to found one.\n`,
  )
  if (alreadyRunning) return
  const started = await Promise.race([founded, aborted(cli.signal)])
  if (!started) return stop()
  progress.end()
  if (!cli.json()) cli.io.out(`The DAO is founded: ${url}\n${farewell(home)}`)
  try {
    await serveUntilStopped(cli, home, started)
  } finally {
    await started.stop()
  }
}

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
