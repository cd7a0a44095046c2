import { takeProposal } from '@usufruct/cleaning/anonymity/takeProposal'
import type { Choices } from '@usufruct/cleaning/types'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { listOf, plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'
import { coarsenessInWords } from './coarsenessWords.ts'

type Props = {
  looked: Looked
  choices: Choices
  /** A choice is on its way. */
  busy: boolean
  onChoose: (choices: Choices) => void
}

/** Whether people hide among others by what neighbours may know of them, and what would have to give for it. */
export function Crowd({ looked, choices, busy, onChoose }: Props) {
  const { anonymity, generalised, schema, standsOut: apart } = looked
  const chosen = choices.k !== undefined
  const undo = () => {
    const { k: _, generalise: __, ...others } = choices
    onChoose(others)
  }
  if (chosen) {
    return (
      <Callout
        tone="good"
        icon="shield"
        announce
        testId={testIds.crowd}
        title={anonymity ? `Each row is like at least ${anonymity.k - 1} others.` : 'No row is left.'}
      >
        {generalised.length > 0 && (
          <p>Sent: {listOf(generalised.map((one) => coarsenessInWords(one, schema)))}.</p>
        )}
        {apart > 0 && <p>{plural(apart, 'row')} would still stand out, and stay here.</p>}
        <p className="crowd-act">
          <Button small busy={busy && 'Reading it again …'} data-testid={testIds.crowdUndo} onClick={undo}>
            As it was
          </Button>
        </p>
      </Callout>
    )
  }
  const { proposal, wanted = 0, below = 0, columns = [], k = 0 } = anonymity ?? {}
  if (!anonymity) return null
  if (!proposal)
    return (
      <p className="small soft" data-testid={testIds.crowd}>
        By {listOf(columns)}, each row is like at least {k - 1} others, so nobody stands out.
      </p>
    )
  return (
    <Callout
      tone="attention"
      icon="shield"
      testId={testIds.crowd}
      title={`${plural(below, 'row')} may tell who somebody is.`}
    >
      <p>
        Whoever knows {listOf(columns)} of a person can find them: these rows are like fewer than {wanted - 1}{' '}
        others.{' '}
        {proposal.columns.length > 0 &&
          `It would take ${listOf(proposal.columns.map((one) => coarsenessInWords(one, schema)))}.`}{' '}
        {proposal.suppressed > 0 &&
          `${plural(proposal.suppressed, 'row')} would still stand out, and stay here.`}
      </p>
      <p className="crowd-act">
        <Button
          small
          busy={busy && 'Reading it again …'}
          disabled={looked.head}
          data-testid={testIds.crowdApply}
          onClick={() => onChoose(takeProposal(choices, anonymity))}
        >
          {proposal.columns.length > 0 ? 'Make it coarser' : 'Leave them here'}
        </Button>
      </p>
    </Callout>
  )
}
