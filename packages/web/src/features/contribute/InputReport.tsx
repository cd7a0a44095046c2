import type { Actor } from '@usufruct/sdk/actions/actor'
import { useCallback } from 'react'
import type { Looked, RowFilter } from './cleaningMessages.ts'
import { Findings } from './Findings.tsx'
import type { Input } from './inputs.ts'
import { Preview, SetAside } from './Preview.tsx'
import type { Inputs } from './useInputs.ts'
import { WhatLeaves } from './WhatLeaves.tsx'

type Props = {
  input: Input
  looked: Looked
  dataset: string
  actor: Actor | undefined
  onChoose: Inputs['choose']
  rows: Inputs['rows']
}

/** What was found in one file, in its place, and what of it would leave. */
export function InputReport({ input, looked, dataset, actor, onChoose, rows }: Props) {
  const { id, file, seenAs, progress } = input
  const readRows = useCallback(
    (filter: RowFilter, from: number, count: number) => rows(id, filter, from, count),
    [rows, id],
  )
  const readFound = useCallback((from: number, count: number) => rows(id, 'found', from, count), [rows, id])
  return (
    <>
      <Findings
        looked={looked}
        readRows={readFound}
        seenAs={seenAs}
        busy={false}
        onChoose={(finding, keep) => onChoose(id, finding, keep)}
      />
      <div
        aria-busy={progress !== null}
        className="preview-block"
        data-busy={(progress !== null && !looked.head) || undefined}
      >
        <Preview looked={looked} readRows={readRows} seenAs={seenAs} />
      </div>
      <SetAside looked={looked} />
      {!looked.head && <WhatLeaves looked={looked} name={file.name} dataset={dataset} actor={actor} />}
    </>
  )
}
