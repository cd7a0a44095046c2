import type { Choices } from '@usufruct/cleaning/types'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { memo, useCallback } from 'react'
import { Callout } from '../../ui/Callout.tsx'
import { ColumnActions } from './ColumnActions.tsx'
import { Crowd } from './Crowd.tsx'
import type { Looked, RowFilter } from './cleaningMessages.ts'
import { Findings } from './Findings.tsx'
import { addFinding, chooseColumn, chooseCover, chooseFinding, type Overlooked } from './fileChoices.ts'
import { Pictures } from './Pictures.tsx'
import { Preview, SetAside } from './Preview.tsx'
import { QualityPanel } from './QualityPanel.tsx'
import { rightInWords } from './rightsWords.ts'
import type { Inputs } from './useInputs.ts'
import { WhatLeaves } from './WhatLeaves.tsx'

const shownRights = 5

type Props = {
  id: string
  name: string
  looked: Looked
  choices: Choices
  /** Changes when there is something new to see in the rows. */
  seenAs: number
  /** What is seen is about to change: a choice was made. */
  busy: boolean
  dataset: string
  actor: Actor | undefined
  onChoose: Inputs['choose']
  rows: Inputs['rows']
}

/** What was found in one file, in its place, and what of it would leave. Drawn anew only when that changes, and not with
 * each step of the reading. */
export const InputReport = memo(function InputReport({
  id,
  name,
  looked,
  choices,
  seenAs,
  busy,
  dataset,
  actor,
  onChoose,
  rows,
}: Props) {
  const { kind, findings } = looked
  const readRows = useCallback(
    (filter: RowFilter, from: number, count: number) => rows(id, filter, from, count),
    [rows, id],
  )
  const readFound = useCallback((from: number, count: number) => readRows('found', from, count), [readRows])
  const readAll = useCallback((from: number, count: number) => readRows('all', from, count), [readRows])
  const hide = useCallback(
    (overlooked: Overlooked) => onChoose(id, addFinding(choices, findings, overlooked)),
    [onChoose, id, choices, findings],
  )
  return (
    <>
      {kind !== 'image' && (
        <>
          <Findings
            looked={looked}
            readRows={readFound}
            seenAs={seenAs}
            onChoose={(finding, action) => onChoose(id, chooseFinding(choices, finding, action))}
          />
          <ColumnActions
            looked={looked}
            onChoose={(column, type, action) =>
              onChoose(id, chooseColumn(choices, findings, { column, type }, action))
            }
          />
        </>
      )}
      <Crowd looked={looked} choices={choices} busy={busy} onChoose={(next) => onChoose(id, next)} />
      <div aria-busy={busy} className="preview-block" data-busy={busy || undefined}>
        {kind === 'image' ? (
          <Pictures
            looked={looked}
            readRows={readAll}
            seenAs={seenAs}
            onCover={(finding, cover) => onChoose(id, chooseCover(choices, finding, cover))}
          />
        ) : (
          <Preview looked={looked} readRows={readRows} seenAs={seenAs} onOverlooked={hide} />
        )}
      </div>
      {kind !== 'image' && looked.rights.length > 0 && (
        <Callout tone="attention" title="Somebody may have a say in this">
          {looked.rights.slice(0, shownRights).map((right) => (
            <p key={`${right.kind}-${right.where.row}-${right.text}`}>{rightInWords(right)}</p>
          ))}
          {looked.rights.length > shownRights && <p>And {looked.rights.length - shownRights} more.</p>}
          <p>Lend it only if you may: say below whose it is, and where it comes from.</p>
        </Callout>
      )}
      <SetAside looked={looked} />
      {!looked.head && <QualityPanel looked={looked} />}
      {!looked.head && <WhatLeaves looked={looked} name={name} dataset={dataset} actor={actor} />}
    </>
  )
})
