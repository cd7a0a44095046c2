import type { StartedHome } from '@usufruct/node/supervisor/startHome'
import type { FoundingDraft } from '@usufruct/sdk/founding/draft'
import type { FoundingTemplate } from '@usufruct/sdk/founding/templates'
import { loadStarters, placesFromEnvironment } from './starters.ts'

export const legalTexts = async (): Promise<FoundingTemplate[]> => {
  const { legalTemplates } = await import('@usufruct/node/foundingServer/legalTemplates')
  return legalTemplates()
}

/** Whether a DAO lives in the home, and whether it was founded by a draft rather than being the sample. */
export const homeHas = async (home: string): Promise<{ dao: boolean; founded: boolean }> => {
  const [{ hasDao }, { foundedOn }] = await Promise.all([
    import('@usufruct/node/foundingServer/homeState'),
    import('@usufruct/node/foundingServer/publishDraft'),
  ])
  return { dao: await hasDao(home), founded: (await foundedOn(home)) !== null }
}

/** Founds a draft's DAO in an empty home and starts it, on the same way as every later start.
 * @throws UsufructError `HOME_NOT_EMPTY`, `DRAFT_…` and whatever a part says that cannot start */
export const foundHome = async ({
  home,
  draft,
  port,
  rpcUrl,
  onProgress,
}: {
  home: string
  draft: FoundingDraft
  port: number
  rpcUrl?: string | undefined
  onProgress: (text: string) => void
}): Promise<StartedHome> => {
  const [{ publishDraft }, { startHome }, starters] = await Promise.all([
    import('@usufruct/node/foundingServer/publishDraft'),
    import('@usufruct/node/supervisor/startHome'),
    loadStarters(),
  ])
  const places = placesFromEnvironment()
  const rpc = rpcUrl ?? places.rpcUrl
  onProgress('publishing the texts')
  await publishDraft({ home, draft, ownChain: rpc === undefined })
  return startHome({ ...places, home, port, starters, rpcUrl: rpc, onProgress })
}
