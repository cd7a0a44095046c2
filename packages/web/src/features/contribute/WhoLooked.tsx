import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { Hash } from '../../ui/Hash.tsx'
import { Time } from '../../ui/Time.tsx'
import { formatDay } from '../../ui/time.ts'
import { listOf } from '../../ui/words.ts'
import { looks, permissions } from './stateWords.ts'

type Props = { contribution: Contribution; operator: string }

/** Who saw a contribution's rows and who may, each with the entry on the ledger that permits it. */
export function WhoLooked({ contribution: { looked, mayLook }, operator }: Props) {
  const name = (who: string) =>
    who === operator ? 'The co-op’s machine' : <Hash value={who} label="account" />
  return (
    <>
      {looked.length === 0 ? (
        <p className="small soft">Nobody yet. Each time someone sees your rows, it is written down here.</p>
      ) : (
        <ul className="notes">
          {looked.map(({ at, who, task, transaction }) => (
            <li key={`${at}-${who}-${task}`}>
              {name(who)} {looks(task)}, <Time at={at} />
              {transaction && (
                <span className="soft">
                  {' '}
                  · on the ledger <Hash value={transaction} label="transaction" />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayLook.map(({ who, tasks, until, transaction }) => (
        <p className="small soft" key={`${who}-${tasks.join()}-${until}`}>
          {name(who)} may look to {listOf(tasks.map(permissions))} until {formatDay(until)}, as you permitted
          · on the ledger <Hash value={transaction} label="transaction" />
        </p>
      ))}
    </>
  )
}
