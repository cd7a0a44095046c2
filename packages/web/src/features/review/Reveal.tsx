import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { revealScore } from '@usufruct/sdk/actions/review/revealScore'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { duration } from '../../ui/time.ts'
import { useNow } from '../../ui/useNow.ts'
import { forgetNote, readNote } from './notes.ts'

/** Comes up by itself when the panel has scored; one press shows what was sealed. */
export function Reveal({ actor, task }: { actor: Actor; task: ReviewTask }) {
  const { dao } = useSession()
  const reviewer = actor.account?.address ?? ''
  const queryClient = useQueryClient()
  const left = task.until - useNow()
  const reveal = useMutation({
    mutationFn: () => revealScore(actor, { task, note: readNote(reviewer, task) }),
    onSuccess: async () => {
      forgetNote(reviewer, task)
      recordStep(dao, 'review', task.round)
      await queryClient.invalidateQueries()
    },
  })
  return (
    <Callout tone="attention" icon="review" announce title="The panel has scored. Show yours now.">
      <p className="small">
        Your score and its seal are kept on this device. A score that is not shown in time does not count
        {left > 0 && `: ${duration(left)} left`}.
      </p>
      <ErrorNotice error={reveal.error} />
      <p style={{ marginTop: 'var(--gap-3)' }}>
        <Button
          look="primary"
          data-testid={testIds.revealScore}
          busy={reveal.isPending && 'Showing …'}
          onClick={() => reveal.mutate()}
        >
          Show my score
        </Button>
      </p>
    </Callout>
  )
}
