import { join } from 'node:path'
import { type ConsentSaid, consentSaid, signedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { bytes32 } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'
import { openRecordLog } from './recordLog.ts'

/** A consent that its account signed and that lies under `root`. Both were checked before it came here; when the root
 * was anchored, if it was, the chain is asked for anew each time. */
const record = z.object({ signed: signedConsent, root: bytes32 })
export type KeptConsent = z.output<typeof record>

export type AnchoredStore = {
  /** On disk when this resolves. */
  add: (consents: readonly KeptConsent[]) => Promise<void>
  has: (consent: Hex, root: Hex) => boolean
  /** How many are kept of an account. */
  countOf: (account: Hex) => number
  /** What a consent says, once for each root that it is kept under. */
  of: (consent: Hex) => readonly { said: ConsentSaid; root: Hex }[]
  close: () => Promise<void>
}

/** Anchored consents that this keeper was shown: their signatures and proofs hold for good, and are looked at once. */
export async function openAnchoredStore(home: string): Promise<AnchoredStore> {
  const { log, records } = await openRecordLog(join(home, 'anchored.log'), record)
  const byConsent = new Map<Hex, { said: ConsentSaid; root: Hex }[]>()
  const counts = new Map<Hex, number>()
  const has = (consent: Hex, root: Hex) => byConsent.get(consent)?.some((kept) => kept.root === root) ?? false
  const note = ({ signed, root }: KeptConsent) => {
    const said = consentSaid(signed)
    if (has(said.consent, root)) return
    counts.set(said.account, (counts.get(said.account) ?? 0) + 1)
    byConsent.set(said.consent, [...(byConsent.get(said.consent) ?? []), { said, root }])
  }
  for (const kept of records) note(kept)
  return {
    async add(consents) {
      if (consents.length === 0) return
      await log.append(consents)
      for (const kept of consents) note(kept)
    },
    has,
    countOf: (account) => counts.get(account) ?? 0,
    of: (consent) => byConsent.get(consent) ?? [],
    close: log.close,
  }
}
