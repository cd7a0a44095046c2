import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { formatBytes, plural } from '../../ui/words.ts'
import { type Input, type InputState, stateOfInput } from './inputs.ts'

type Props = {
  inputs: readonly Input[]
  chosen: string | null
  onOpen: (id: string) => void
  onRemove: (id: string) => void
  onTakeApart: (id: string) => void
}

const words: Record<InputState, string> = {
  reading: 'Reading',
  'needs-you': 'Needs your look',
  'looked-at': 'Looked at',
  ready: 'Ready',
  failed: 'Cannot be lent',
}
const looks: Record<InputState, 'plain' | 'attention' | 'good' | 'bad'> = {
  reading: 'plain',
  'needs-you': 'attention',
  'looked-at': 'good',
  ready: 'good',
  failed: 'bad',
}
const phases = {
  reading: 'Reading',
  understanding: 'Understanding',
  cleaning: 'Looking for personal data',
}

/** Everything that is meant to be lent, each with where it stands. */
export function InputList({ inputs, chosen, onOpen, onRemove, onTakeApart }: Props) {
  return (
    <ul className="inputs" aria-label="What you chose">
      {inputs.map((input) => (
        <InputItem
          key={input.id}
          input={input}
          isChosen={input.id === chosen}
          onOpen={() => onOpen(input.id)}
          onRemove={() => onRemove(input.id)}
          onTakeApart={() => onTakeApart(input.id)}
        />
      ))}
    </ul>
  )
}

type ItemProps = {
  input: Input
  isChosen: boolean
  onOpen: () => void
  onRemove: () => void
  onTakeApart: () => void
}

function InputItem({ input, isChosen, onOpen, onRemove, onTakeApart }: ItemProps) {
  const { file, parts, looked, progress, error } = input
  const state = stateOfInput(input)
  return (
    <li
      className="input-item"
      data-testid={testIds.input}
      data-state={state}
      data-chosen={isChosen || undefined}
    >
      <button
        type="button"
        className="input-open"
        aria-pressed={isChosen}
        data-testid={testIds.inputOpen}
        onClick={onOpen}
      >
        <span className="input-name">{file.name}</span>
        <span className="small soft">
          {looked && !looked.head ? plural(looked.rows, 'row') : formatBytes(file.size)}
          {looked && looked.findingsTotal > 0 && ` · ${plural(looked.findingsTotal, 'thing')} found`}
        </span>
      </button>
      <span className={`pill pill-${looks[state]}`}>{words[state]}</span>
      <Button small look="quiet" aria-label={`Leave out ${file.name}`} onClick={onRemove}>
        <Icon name="close" />
      </Button>
      {progress && (
        <div className="input-more" role="status">
          <p className="small soft">
            {looked?.head
              ? `The first ${plural(looked.rows, 'row')} are below. Reading on …`
              : `${phases[progress.phase]} …`}
          </p>
          <Progress
            share={progress.total ? progress.read / progress.total : 0}
            label={`Reading ${file.name}`}
          />
        </div>
      )}
      {parts && !progress && (
        <p className="input-more">
          <Button small look="quiet" data-testid={testIds.takeApart} onClick={onTakeApart}>
            Take the {parts.length} apart again
          </Button>
        </p>
      )}
      {state === 'failed' && (
        <div className="input-more">
          {error ? (
            <ErrorNotice error={error} />
          ) : (
            <p className="small soft">No row of it fits this dataset, so there is nothing to lend.</p>
          )}
        </div>
      )}
    </li>
  )
}
