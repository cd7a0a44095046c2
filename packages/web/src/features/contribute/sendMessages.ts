import type { Checked } from '@usufruct/sdk/actions/contribute/checkContribution'
import type { Contributed, ContributeProgress } from '@usufruct/sdk/actions/contribute/contribute'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import type { Hex } from 'viem'

export type SendStep = 'join' | ContributeProgress['step']

/** `key` is where the browser keeps what is to be sent. */
export type SendRequest =
  | { kind: 'send'; privateKey: Hex; key: string }
  | { kind: 'stop'; key: string }
  | {
      kind: 'check'
      privateKey: Hex
      /** Names the question in the answer. */
      key: string
      contribution: Pick<Contribution, 'contribution' | 'blob' | 'opening'>
    }

export type SendFailure = ReturnType<import('@usufruct/sdk/domain/errors').UsufructError['toJSON']>

export type SendAnswer =
  | {
      kind: 'progress'
      key: string
      step: SendStep
      sent: number
      total: number
      /** The permission waits to be put on the ledger with others’, until about then (Unix seconds). */
      waitsUntil: number | null
    }
  /** Computed here, from the salt that was drawn on this device. */
  | { kind: 'committed'; key: string; contribution: Hex; commitment: Hex }
  | { kind: 'sent'; key: string; lent: Contributed }
  | { kind: 'stopped'; key: string }
  /** Another tab is sending it. */
  | { kind: 'elsewhere'; key: string }
  | { kind: 'failed'; key: string; error: SendFailure }
  | { kind: 'checked'; key: string; checked: Checked }
