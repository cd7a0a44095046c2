import type { Action, FindingType } from '@usufruct/cleaning/types'
import { testIds } from '../../app/testIds.ts'
import { plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'
import { actionsFor, actionWords, findingWords } from './findingWords.ts'

type Props = {
  looked: Looked
  onChoose: (column: string, type: FindingType, action: Action) => void
}

type Group = { column: string; type: FindingType; count: number; action: Action | 'mixed' }

/** All of a kind in a column: what was found, and what tells who somebody is only together with more. */
const groupsOf = ({ groups, notes }: Looked): Group[] => [
  ...groups,
  ...notes.flatMap(({ finding, column, count }) =>
    finding && column !== undefined
      ? [{ column, type: finding, count: count ?? 0, action: 'keep' as const }]
      : [],
  ),
]

/** One choice for all of a kind in a column, where there are many, or where nothing is hidden unless it is asked for. */
export function ColumnActions({ looked, onChoose }: Props) {
  const groups = groupsOf(looked)
  if (groups.length === 0) return null
  return (
    <fieldset className="column-actions" data-testid={testIds.columnActions}>
      <legend>For all of a kind in a column</legend>
      {groups.map(({ column, type, count, action }) => (
        <label key={`${type} ${column}`}>
          <span>
            {plural(count, findingWords[type].one, findingWords[type].many)}{' '}
            <span className="soft">in {column}</span>
          </span>
          <select
            className="select"
            value={action}
            data-testid={testIds.columnAction(column, type)}
            onChange={(event) => onChoose(column, type, event.target.value as Action)}
          >
            {action === 'mixed' && <option value="mixed">As chosen for each</option>}
            {actionsFor(type).map((one) => (
              <option key={one} value={one}>
                {actionWords[one]}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  )
}
