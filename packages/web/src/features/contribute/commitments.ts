const slotOf = (contribution: string) => `usufruct.commitment.${contribution}`

/** What this device committed to, computed here and never asked of a server. */
export const rememberCommitment = (contribution: string, commitment: string) =>
  localStorage.setItem(slotOf(contribution), commitment)

export const recallCommitment = (contribution: string): string | null =>
  localStorage.getItem(slotOf(contribution))
