import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { DropZone } from './DropZone.tsx'
import { InputList } from './InputList.tsx'
import { type Input, stateOfInput } from './inputs.ts'
import { JoinOffer } from './JoinOffer.tsx'
import { joinable } from './joinTables.ts'

type Props = {
  inputs: readonly Input[]
  chosen: string | null
  onFiles: (files: File[]) => void
  onOpen: (id: string) => void
  onRemove: (id: string) => void
  onJoin: (ids: string[]) => void
  onTakeApart: (id: string) => void
  /** Only a practice DAO has one. */
  onSample?: (() => void) | undefined
  sampleBusy: boolean
  error: unknown
}

export function FileStep({
  inputs,
  chosen,
  onFiles,
  onOpen,
  onRemove,
  onJoin,
  onTakeApart,
  onSample,
  sampleBusy,
  error,
}: Props) {
  const failed = inputs.filter((input) => stateOfInput(input) === 'failed').length
  return (
    <div className="stack">
      {inputs.length > 0 && (
        <InputList
          inputs={inputs}
          chosen={chosen}
          onOpen={onOpen}
          onRemove={onRemove}
          onTakeApart={onTakeApart}
        />
      )}
      {joinable(inputs).map((group) => (
        <JoinOffer key={group[0]?.id} group={group} onJoin={onJoin} />
      ))}
      <DropZone onFiles={onFiles} small={inputs.length > 0} />
      {onSample && inputs.length === 0 && (
        <p className="row">
          <Button
            data-testid={testIds.useSampleFile}
            busy={sampleBusy && 'Fetching the sample file …'}
            onClick={onSample}
          >
            Use the sample file
          </Button>
          <span className="soft small">A field notebook with a phone number that should not be in it.</span>
        </p>
      )}
      <ErrorNotice error={error} />
      {failed > 0 && (
        <Callout icon="lock">
          {failed === inputs.length
            ? 'Nothing has left your device. What you entered below is still there.'
            : 'What cannot be lent stays here, and does not keep the others from going.'}
        </Callout>
      )}
    </div>
  )
}
