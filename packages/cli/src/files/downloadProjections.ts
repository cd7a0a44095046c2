import type { Downloaded } from '@usufruct/sdk/actions/access/downloadLicense'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { ProjectionInput } from '@usufruct/sdk/projections/projection'
import { z } from 'zod'
import type { LicensePapers } from './licensePapers.ts'

/** What of a release's own Croissant description stands nowhere else. */
const described = z.object({
  url: z.string(),
  citeAs: z.string(),
  'rai:dataCollectionTimeframe': z.array(z.iso.date()).optional(),
})

const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000

/** A download as projections are given it: made here from what was checked, not by the node. */
export const downloadInput = (
  dao: DaoInfo,
  dataset: Dataset,
  { manifest }: Downloaded,
  released: Uint8Array,
  papers: LicensePapers,
): ProjectionInput => {
  const about = described.parse(JSON.parse(new TextDecoder().decode(released)))
  const offer = dataset.offers.find((entry) => entry.offer === manifest.offer)
  const build = dataset.releases.find(
    (entry) => entry.offer === manifest.offer && entry.release === manifest.release,
  )
  const [from, to] = (about['rai:dataCollectionTimeframe'] ?? []).map(seconds)
  return {
    terms: papers.terms,
    termsHash: papers.termsHash,
    offer: {
      id: manifest.offer,
      name: offer?.name ?? `Offer ${manifest.offer}`,
      maxMonths: offer?.maxMonths ?? 0,
    },
    dataset: {
      slug: dataset.slug,
      name: dataset.name,
      description: dataset.description,
      kind: dataset.kind,
      columns: dataset.columns,
      citation: about.citeAs,
      url: about.url,
    },
    dao: {
      name: dao.name,
      chainId: dao.deployment.chainId,
      members: dao.deployment.members,
      practice: dao.practice,
      legal: {
        name: dao.charter.wrapper.legalName,
        registration: '',
        address: '',
        accountableAgent: dao.charter.wrapper.accountableAgent,
      },
      contacts: dao.charter.contacts,
    },
    text: papers.text,
    released: {
      manifest,
      members: build?.members ?? 0,
      lent: { from: from ?? manifest.at, to: to ?? manifest.at },
    },
  }
}
