import { checkAnchoredConsent, countsFrom } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import { type AnchoredConsent, consentSaid } from '@usufruct/sdk/anchor/signedConsent'
import type { RouteResult } from '@usufruct/sdk/http/route'
import type { KeeperApi, RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import type { Hex } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import type { Keeper } from '../keeper.ts'
import type { KeptConsent } from '../store/anchoredStore.ts'

/** More than any member gives, and few enough that nobody fills a keeper's disk: an account is counted once something
 * of it was paid for on the chain. */
const mostOfAccount = 256

/** Why an anchored consent is not taken in, or null. The costly part comes last. */
async function refuse(
  { deployment, anchored }: Keeper,
  { facts }: Snapshot,
  shown: AnchoredConsent,
  takenOf: number,
): Promise<RefusalCode | null> {
  const { account, deadline, end } = consentSaid(shown.signed)
  const anchoring = facts.anchorings.get(shown.root)
  if (anchoring === undefined) return 'ROOT_UNKNOWN'
  if (!countsFrom({ deadline, end }, anchoring.at)) return 'CONSENT_EXPIRED'
  // Of whom there is nothing to open, nothing is kept.
  if (!facts.accounts.has(account)) return 'NOT_REGISTERED'
  if (anchored.countOf(account) + takenOf >= mostOfAccount) return 'TOO_MANY'
  const said = await checkAnchoredConsent(deployment, shown)
  return typeof said === 'string' ? said : null
}

/**
 * Takes in consents that lie under anchored roots, which the chain knows nothing else of. Anybody may show them, the
 * DAO's node as well as a licensee: each has to be under a root that the chain has, and signed by its account's own key.
 * It permits nothing by being here. Tombstone, end and finality are looked at whenever something is opened under it.
 */
export async function showConsents(
  keeper: Keeper,
  { consents }: { consents: AnchoredConsent[] },
): Promise<RouteResult<KeeperApi['showConsents']>> {
  const snapshot = await keeper.chain.sync()
  const known: Hex[] = []
  const refused: RouteResult<KeeperApi['showConsents']>['refused'] = []
  const taken = new Map<string, KeptConsent>()
  const takenOf = new Map<Hex, number>()
  for (const shown of consents) {
    const { consent, account } = consentSaid(shown.signed)
    const name = `${consent}/${shown.root}`
    const code =
      keeper.anchored.has(consent, shown.root) || taken.has(name)
        ? null
        : await refuse(keeper, snapshot, shown, takenOf.get(account) ?? 0)
    if (code !== null) {
      refused.push({ consent, code })
      continue
    }
    known.push(consent)
    if (keeper.anchored.has(consent, shown.root) || taken.has(name)) continue
    taken.set(name, { signed: shown.signed, root: shown.root })
    takenOf.set(account, (takenOf.get(account) ?? 0) + 1)
  }
  await keeper.anchored.add([...taken.values()])
  return { known, refused }
}
