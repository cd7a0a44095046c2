import type { Choices } from '../types.ts'
import type { Anonymity } from './measureAnonymity.ts'

/** What was proposed, as the member's own choice. */
export const takeProposal = (choices: Choices, { wanted, proposal }: Anonymity): Choices => {
  const proposed = proposal?.columns ?? []
  const others = (choices.generalise ?? []).filter(
    ({ column }) => !proposed.some((one) => one.column === column),
  )
  return { ...choices, k: wanted, generalise: [...others, ...proposed] }
}
