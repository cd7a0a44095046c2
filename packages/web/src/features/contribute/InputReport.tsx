import type { Actor } from '@usufruct/sdk/actions/actor'
import { memo, useCallback } from 'react'
import type { Looked, RowFilter } from './cleaningMessages.ts'
import { Findings } from './Findings.tsx'
import { Preview, SetAside } from './Preview.tsx'
import type { Inputs } from './useInputs.ts'
import { WhatLeaves } from './WhatLeaves.tsx'

type Props = {
  id: string
  name: string
  looked: Looked
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
  seenAs,
  busy,
  dataset,
  actor,
  onChoose,
  rows,
}: Props) {
  const readRows = useCallback(
    (filter: RowFilter, from: number, count: number) => rows(id, filter, from, count),
    [rows, id],
  )
  const readFound = useCallback((from: number, count: number) => readRows('found', from, count), [readRows])
  return (
    <>
      <Findings
        looked={looked}
        readRows={readFound}
        seenAs={seenAs}
        busy={false}
        onChoose={(finding, keep) => onChoose(id, finding, keep)}
      />
      <div aria-busy={busy} className="preview-block" data-busy={busy || undefined}>
        <Preview looked={looked} readRows={readRows} seenAs={seenAs} />
      </div>
      <SetAside looked={looked} />
      {!looked.head && <WhatLeaves looked={looked} name={name} dataset={dataset} actor={actor} />}
    </>
  )
})
