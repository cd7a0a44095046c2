import type { Act } from '@usufruct/sdk/http/routes/dao'
import { testIds } from '../../app/testIds.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { Time } from '../../ui/Time.tsx'
import { capitalise } from '../../ui/words.ts'

const iconOf = (stage: Act['stage']): IconName =>
  stage === 'withdraw' ? 'stop' : stage === 'join' ? 'person' : stage

export function Acts({ acts }: { acts: readonly Act[] }) {
  return (
    <section className="card" aria-labelledby="acts-title">
      <h2 id="acts-title">Latest</h2>
      {acts.length === 0 ? (
        <p className="soft">
          Nothing has happened yet. The first member to join will be the first line here.
        </p>
      ) : (
        <ol className="acts" data-testid={testIds.acts}>
          {acts.slice(0, 12).map((act) => (
            <li key={act.id} data-stage={act.stage}>
              <Icon name={iconOf(act.stage)} />
              <span>{capitalise(act.text)}</span>
              <span className="acts-time">
                <Time at={act.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
