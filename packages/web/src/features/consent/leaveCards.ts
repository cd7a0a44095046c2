import { type Actor, nowInSeconds } from '@usufruct/sdk/actions/actor'
import { absoluteUrl } from '@usufruct/sdk/actions/connect'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { type MadeLeaveCard, makeLeaveCard } from '@usufruct/sdk/leaveCard/makeLeaveCard'
import { purposeLabel } from '../../ui/purposeWords.ts'

export type NamedCard = MadeLeaveCard & { datasetName: string; permissions: readonly Consent[] }

/** One card for each dataset, signed on this device; nothing is sent. */
export const makeCards = (
  actor: Actor,
  consents: readonly Consent[],
  nameOf: (slug: string) => string,
): Promise<NamedCard[]> =>
  Promise.all(
    [...new Set(consents.map(({ dataset }) => dataset))].map(async (dataset) => {
      const permissions = consents.filter((consent) => consent.dataset === dataset)
      const inners = permissions.map(({ inner }) => inner)
      const made = await makeLeaveCard(actor, { dataset, inners })
      return { ...made, datasetName: nameOf(dataset), permissions }
    }),
  )

/** For paper. The code and fonts that draw it come when somebody asks for one. */
export const drawCard = async ({ dao, node }: Actor, made: NamedCard): Promise<BlobPart> => {
  const { leaveCardPdf } = await import('@usufruct/sdk/documents/leaveCardPdf')
  const { card, text, datasetName, permissions } = made
  const drawn = await leaveCardPdf({
    payload: text,
    dao: { name: dao.name, chainId: card.chainId, members: card.members },
    account: card.account,
    permissions: permissions.map(({ purposes, end }) => ({
      dataset: datasetName,
      purposes: purposes.map(purposeLabel),
      end,
    })),
    holders: [
      { name: 'The co-op’s node', address: absoluteUrl(node.url, '/') },
      ...dao.keepers.map(({ index, url }) => ({
        name: `Key holder ${index + 1}`,
        address: absoluteUrl(node.url, url),
      })),
    ],
    at: card.madeAt,
  })
  return drawn as BlobPart
}

/** Which permissions the last card covers that was made on this device: the card itself is kept nowhere. */
export type LastCard = { at: number; consents: string[] }

const slotOf = ({ dao, account }: Actor) =>
  `usufruct.leave-card.${dao.deployment.chainId}.${dao.deployment.members}.${account?.address.toLowerCase()}`

export const readLastCard = (actor: Actor): LastCard | null => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(slotOf(actor)) ?? 'null')
    return typeof value === 'object' && value !== null && 'consents' in value && 'at' in value
      ? (value as LastCard)
      : null
  } catch {
    return null
  }
}

export const rememberCard = (actor: Actor, consents: readonly Consent[]): LastCard => {
  const before = readLastCard(actor)?.consents ?? []
  const card = {
    at: nowInSeconds(),
    consents: [...new Set([...before, ...consents.map(({ consent }) => consent)])],
  }
  localStorage.setItem(slotOf(actor), JSON.stringify(card))
  return card
}

export const coveredBy = (card: LastCard | null, consents: readonly Pick<Consent, 'consent'>[]): boolean =>
  card !== null && consents.every(({ consent }) => card.consents.includes(consent))
