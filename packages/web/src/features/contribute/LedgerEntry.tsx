import type { Hex } from 'viem'
import { Hash } from '../../ui/Hash.tsx'
import { formatCount } from '../../ui/words.ts'

/** Where on the ledger something is written, to be looked up with any reader of it. */
export function LedgerEntry({ transaction, block }: { transaction: Hex; block: number }) {
  return (
    <span className="ledger-entry small soft">
      Ledger entry <Hash value={transaction} label="transaction" />, block {formatCount(block)}
    </span>
  )
}
