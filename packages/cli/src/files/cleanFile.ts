import { reachK } from '@usufruct/cleaning/anonymity/reachK'
import { clean } from '@usufruct/cleaning/clean'
import { nodeSha256 } from '@usufruct/cleaning/node/nodeSha256'
import { contributionReport } from '@usufruct/cleaning/report/contributionReport'
import { datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import type { Choices, CleaningOptions, Inspection, Pseudonyms, Source } from '@usufruct/cleaning/types'
import type { CleanedBytes } from '@usufruct/sdk/actions/contribute/contribute'
import type { Column } from '@usufruct/sdk/http/values'
import { plain } from '../io.ts'
import type { Progress } from '../output/progress.ts'

/** Only what comes out of here leaves the machine. */
export const cleanFile = async (
  source: Source,
  {
    choices,
    reading = {},
    columns,
    pseudonyms,
    progress,
    signal,
  }: {
    choices: Choices
    reading?: CleaningOptions
    columns: readonly Column[]
    pseudonyms?: Pseudonyms | undefined
    progress: Progress
    signal: AbortSignal
  },
): Promise<{ cleaned: CleanedBytes; inspection: Inspection }> => {
  const options: CleaningOptions = {
    ...reading,
    dataset: datasetColumns(columns),
    pseudonyms,
    sha256: nodeSha256,
    signal,
    onProgress: ({ read, total }) => progress.update(`looking at ${plain(source.name)}`, read, total),
  }
  const settled = await reachK(source, choices, options)
  const { ndjson, contentHash, rows, inspection } = await clean(source, settled, options)
  return {
    cleaned: { ndjson, contentHash: `0x${contentHash}`, rows, report: contributionReport(inspection) },
    inspection,
  }
}
