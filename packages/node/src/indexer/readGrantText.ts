import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'

const grantText = z.object({
  kind: z.literal('grant'),
  legalText: z.object({ sha256: bytes32 }),
  replaces: bytes32.optional(),
})

export type GrantText = {
  /** The agreement that was signed. */
  agreement: Hex
  /** The consent that is continued. */
  replaces: Hex | undefined
}

/** What signed terms say that the chain does not; null for what is no grant's text. */
export const readGrantText = (text: string): GrantText | null => {
  try {
    const read = grantText.safeParse(JSON.parse(text)).data
    return read ? { agreement: read.legalText.sha256, replaces: read.replaces } : null
  } catch {
    return null
  }
}
