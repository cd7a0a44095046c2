import { join } from 'node:path'
import type { StartedHome } from '@usufruct/node/supervisor/startHome'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Cli } from '../cli.ts'

export const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })

/** Resolves when the person at the terminal has had enough. @throws UsufructError `PART_ENDED` */
export const serveUntilStopped = async (
  cli: Cli,
  home: string,
  { failed }: Pick<StartedHome, 'failed'>,
): Promise<void> => {
  const ended = await Promise.race([failed, aborted(cli.signal)])
  if (ended === undefined) return
  throw new UsufructError({
    code: 'PART_ENDED',
    kind: 'internal',
    message: `The ${ended} ended and could not be started again.`,
    hint: `Its log is in ${join(home, 'logs')}. Start again: nothing that was confirmed is lost.`,
    details: { part: ended },
  })
}
