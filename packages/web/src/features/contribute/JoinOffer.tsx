import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { plural } from '../../ui/words.ts'
import type { Input } from './inputs.ts'

type Props = {
  /** Tables with the same columns. */
  group: readonly Input[]
  onJoin: (ids: string[]) => void
}

const shown = 3

/** Tables with the same columns are one table to whoever licenses them; whether they are is up to their owner. */
export function JoinOffer({ group, onJoin }: Props) {
  const names = group.map(({ file }) => file.name)
  const chosen = group.some(({ choices }) => Object.keys(choices).length > 0)
  return (
    <Callout icon="dataset" testId={testIds.joinOffer} title={`${group.length} tables have the same columns`}>
      <p className="join-names">
        {names.slice(0, shown).join(', ')}
        {names.length > shown && `, and ${plural(names.length - shown, 'more')}`}. As they are, each is lent
        by itself.
        {chosen && ' What you chose in them would be asked again.'}
      </p>
      <p className="crowd-act">
        <Button small data-testid={testIds.joinTables} onClick={() => onJoin(group.map(({ id }) => id))}>
          Make one table of them
        </Button>
      </p>
    </Callout>
  )
}
