import { stages } from '@usufruct/sdk/domain/stages'
import type { Overview } from '@usufruct/sdk/http/routes/dao'
import { useMemo } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Icon } from '../../ui/Icon.tsx'
import { formatCount } from '../../ui/words.ts'
import { useMovement } from './useMovement.ts'

/** The whole of the DAO in one row: where data is, and what just moved. */
export function StagePicture({ overview }: { overview: Overview }) {
  const byId = useMemo(() => new Map(overview.stages.map((stage) => [stage.id, stage])), [overview.stages])
  const counts = useMemo(
    () => Object.fromEntries(overview.stages.map(({ id, count }) => [id, count])),
    [overview.stages],
  )
  const moving = useMovement(counts)

  return (
    <ol className="stages" aria-label="How data walks through the co-op">
      {stages.map(({ id, title, says }, at) => {
        const live = byId.get(id)
        const next = stages[at + 1]
        return (
          <li
            key={id}
            className="stage"
            data-testid={testIds.stage(id)}
            data-moving={moving.has(id) || undefined}
          >
            <span className="stage-icon">
              <Icon name={id} />
            </span>
            {next && (
              <span
                className="stage-flow"
                data-moving={moving.has(next.id) || undefined}
                aria-hidden="true"
              />
            )}
            <div className="stage-name">
              <h3>{title}</h3>
              <p className="stage-says">{says}</p>
            </div>
            <p className="stage-live">
              <span className="stage-count" data-testid={testIds.stageCount(id)}>
                {live ? formatCount(live.count) : '–'}
              </span>
              <span className="stage-unit">{live?.unit}</span>
              <span className="stage-waiting" data-on={Boolean(live?.waiting) || undefined}>
                {live && live.waiting > 0 ? `${formatCount(live.waiting)} under way` : ''}
              </span>
            </p>
          </li>
        )
      })}
    </ol>
  )
}
