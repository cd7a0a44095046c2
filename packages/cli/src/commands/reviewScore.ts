import type { Actor } from '@usufruct/sdk/actions/actor'
import { wait } from '@usufruct/sdk/actions/backOff'
import { commitScore } from '@usufruct/sdk/actions/review/commitScore'
import { revealScore } from '@usufruct/sdk/actions/review/revealScore'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Hex } from 'viem'
import type { Cli } from '../cli.ts'
import { usageError } from '../usage.ts'

type Options = { contribution?: string; note?: string; wait?: boolean }

const parseScore = (text: string): number => {
  if (/^[1-5]$/.test(text)) return Number(text)
  throw usageError(`“${text}” is no score.`, 'Write 1 unusable, 2 poor, 3 sound, 4 good or 5 excellent.', {
    text,
  })
}

export const addReviewScore = (review: Command, cli: Cli): Command =>
  review
    .command('score')
    .description('commit to a score for what waits, or show the one committed to (--as a reviewer)')
    .argument('[score]', '1 unusable, 2 poor, 3 sound, 4 good, 5 excellent', parseScore)
    .option('--contribution <id>', 'only if this is what waits')
    .option('--note <text>', 'why, for whoever lent it; shown with the score')
    .option('--wait', 'wait until the others have committed, and show the score')
    .action(async (score: number | undefined, options: Options) => {
      const actor = await cli.connectAs()
      const { task } = await signedIn(actor, () => actor.node.call('nextReview', {}, { signal: cli.signal }))
      if (!task || (options.contribution && options.contribution.toLowerCase() !== task.contribution))
        throw new UsufructError({
          code: 'NOTHING_TO_SCORE',
          kind: 'notFound',
          message: task
            ? 'Another contribution waits for your score first.'
            : 'Nothing waits for your score.',
          hint: 'See `usufruct review next`.',
          details: { waits: task?.contribution ?? null },
        })
      const name = { round: task.round, contribution: task.contribution }
      let { phase }: { phase: 'commit' | 'reveal' | 'closed' } = task
      if (phase === 'commit') {
        if (score === undefined)
          throw usageError('A score is missing.', 'Write `usufruct review score N`, with N from 1 to 5.')
        phase = (
          await commitScore(actor, {
            task: { ...name, committed: task.committed },
            score,
            note: options.note,
          })
        ).phase
      }
      if (phase === 'commit' && options.wait) phase = await untilReveal(cli, actor, name.round)
      if (phase !== 'reveal') {
        cli.print({ ...name, phase, committed: true, revealed: false }, () =>
          phase === 'commit'
            ? 'Committed. Nobody sees the score until all have committed; then: usufruct review score.\n'
            : 'The round is closed.\n',
        )
        return
      }
      const shown = await revealScore(actor, { task: name, note: options.note })
      cli.print(
        { ...name, phase: shown.phase, committed: true, revealed: true, score: shown.score },
        () => `Your score, ${shown.score}, is shown.\n`,
      )
    })

const untilReveal = async (cli: Cli, actor: Actor, round: Hex): Promise<'reveal' | 'closed'> => {
  const progress = cli.progress()
  try {
    for (;;) {
      const { phase } = await actor.node.call('getRound', { params: { round } }, { signal: cli.signal })
      if (phase === 'reveal' || phase === 'closed') return phase
      progress.update('waiting for the others to commit')
      await wait(1_000, cli.signal)
    }
  } finally {
    progress.end()
  }
}
