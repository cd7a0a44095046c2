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
      // Only this command needs the node, which is most of what there is to load.
      const { startParts } = await import('../start/startParts.ts')
      const progress = cli.progress()
      const home = cli.home()
      let started: Awaited<ReturnType<typeof startParts>>
      try {
        started = await startParts({ home, port, onProgress: (text) => progress.update(text) })
      } finally {
        progress.end()
      }
      const { url, alreadyRunning, stop } = started
      cli.print({ url, home, alreadyRunning }, () =>
        alreadyRunning ? `Already running at ${url}\n` : `${cli.style.bold(`Open ${url}`)}\n`,
      )
      if (alreadyRunning) return
      try {
        if (!empty) await tellStory(cli, url, home)
        if (!cli.json()) cli.io.out(farewell(home))
        await aborted(cli.signal)
      } finally {
        progress.update('Stopping …')
        await stop()
        progress.end()
      }
    })

const tellStory = async (cli: Cli, url: string, home: string): Promise<void> => {
  const { playStory } = await import('../sample/playStory.ts')
  const progress = cli.progress()
  try {
    await playStory({
      url,
      home,
      drafts: createFileDrafts(home),
      signal: cli.signal,
      onProgress: ({ text, step, of }) => progress.update(plain(text), step, of),
    })
  } finally {
    progress.end()
  }
}

const farewell = (home: string): string =>
  [
    '',
    'Stop it with Ctrl-C. The same command starts it again, where it was.',
    `Everything is in ${home}; remove that folder to be rid of it.`,
    'More: usufruct --help',
    '',
  ].join('\n')

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
