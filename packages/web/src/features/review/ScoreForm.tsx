import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { commitScore } from '@usufruct/sdk/actions/review/commitScore'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { markSealed } from '../../session/sealed.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { keepNote } from './notes.ts'
import { type Score, scores } from './scores.ts'

type Props = { actor: Actor; task: ReviewTask; onSealed: (contribution: string) => void }

export function ScoreForm({ actor, task, onSealed }: Props) {
  const noteId = useId()
  const queryClient = useQueryClient()
  const [score, setScore] = useState<Score | null>(null)
  const [note, setNote] = useState('')
  const commit = useMutation({
    mutationFn: (chosen: Score) => {
      keepNote(actor.account?.address ?? '', task, note.trim())
      return commitScore(actor, { task, score: chosen })
    },
    onSuccess: () => {
      markSealed({ ...task, reviewer: actor.account?.address ?? '' })
      onSealed(task.contribution)
      return queryClient.invalidateQueries()
    },
  })
  return (
    <div className="card stack stack-l">
      <fieldset className="stack stack-s">
        <legend>
          <h2>Your score</h2>
        </legend>
        <p className="soft small">
          It is sealed until everyone on the panel has scored, so nobody is swayed. Then you show it.
        </p>
        <div className="scores">
          {scores.map(({ score: value, title, says }) => (
            <label key={value} className="score">
              <input
                type="radio"
                name="score"
                checked={score === value}
                data-testid={testIds.score(value)}
                onChange={() => setScore(value)}
              />
              <span className="score-face">
                <strong>{value}</strong>
                <span>{title}</span>
                <small>{says}</small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor={noteId}>A word for the member (if you like)</label>
        <textarea
          id={noteId}
          className="input"
          rows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <p className="field-hint">Shown together with your score. Name what is wrong, and where.</p>
      </div>
      <ErrorNotice error={commit.error} />
      <div>
        <Button
          look="primary"
          data-testid={testIds.commitScore}
          disabled={score === null}
          busy={commit.isPending && 'Sealing …'}
          onClick={() => score !== null && commit.mutate(score)}
        >
          Seal my score
        </Button>
      </div>
    </div>
  )
}
