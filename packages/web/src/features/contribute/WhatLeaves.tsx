import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { plannedCommitment } from '@usufruct/sdk/actions/contribute/plannedCommitment'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { formatCount } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'

type Props = {
  looked: Looked
  name: string
  dataset: string /** Nobody has joined yet without one. */
  actor: Actor | undefined
}

/** The exact bytes that would leave, to keep and to compare, and what would be written on the ledger about them. */
export function WhatLeaves({ looked, name, dataset, actor }: Props) {
  const { content, contentHash, bytes } = looked
  const [open, setOpen] = useState(false)
  const planned = useQuery({
    queryKey: ['mine', actor?.account?.address, 'planned', dataset, contentHash],
    queryFn: () =>
      actor ? plannedCommitment(actor, { dataset, contentHash }) : Promise.reject(new Error('signed out')),
    enabled: open && actor !== undefined,
    networkMode: 'always',
  })
  return (
    <details
      className="fold"
      data-testid={testIds.whatLeaves}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon name="chevron" />
        The exact bytes that would leave
      </summary>
      <div className="fold-body stack stack-s">
        <dl className="pairs">
          <dt>Size</dt>
          <dd data-testid={testIds.leavesBytes}>{formatCount(bytes)} bytes</dd>
          <dt>Their fingerprint (SHA-256)</dt>
          <dd className="mono" data-testid={testIds.leavesHash}>
            {contentHash}
          </dd>
          <dt>What the ledger would hold</dt>
          <dd className={actor && 'mono'} data-testid={testIds.leavesCommitment}>
            {actor
              ? (planned.data?.commitment ?? 'drawing a secret number …')
              : 'the fingerprint, mixed with your account and a secret number: made once you have joined'}
          </dd>
        </dl>
        <p className="small soft">
          Nobody can read your data from what is on the ledger, and nobody can change the data without its
          changing.
        </p>
        <ErrorNotice error={planned.error} />
        <p>
          <Button small onClick={() => saveFile(savedName(name), [content], 'application/x-ndjson')}>
            <Icon name="download" />
            Save a copy of exactly these bytes
          </Button>
        </p>
      </div>
    </details>
  )
}

const savedName = (name: string) =>
  `${(name.split('/').at(-1) ?? name).replace(/\.[^.]*$/, '')}.as-lent.ndjson`
