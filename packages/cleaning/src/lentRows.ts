import { cleanRow } from './cleanRow.ts'
import { createHashSet } from './duplicates/hashSet.ts'
import type { Plan } from './planCleaning.ts'
import type { Pseudonymise } from './redact/pseudonyms.ts'
import { createFindingLog } from './report/findingLog.ts'
import { createRowLines } from './rowLines.ts'
import type { Settings } from './settings.ts'
import { askModel } from './transformer/askModel.ts'
import type { Cell, Choices, CleaningOptions } from './types.ts'

/** A walk of its own over the values that would be lent, each row once, of which nothing is logged, for what has to be
 * known of all rows before the first is written. */
export async function* lentRows(
  plan: Plan,
  settings: Settings,
  choices: Choices,
  pseudonymise: Pseudonymise,
  options: CleaningOptions,
): AsyncGenerator<Cell[]> {
  const log = createFindingLog(choices, 0)
  const { batches } = await plan.decode('understanding')
  const lineOf = createRowLines(plan.targets.map(({ column }) => column))
  const encoder = new TextEncoder()
  const seen = createHashSet()
  const isNew = (values: readonly Cell[]) => {
    const hash = settings.sha256()
    hash.update(encoder.encode(lineOf(values)))
    return seen.add(hash.digest())
  }
  for await (const batch of batches) {
    const byModel = await askModel(options, batch, plan.targets, settings)
    for (const row of batch) {
      if ('reason' in row) continue
      const outcome = cleanRow(row, plan.targets, settings, log, pseudonymise, undefined, byModel)
      if ('values' in outcome && isNew(outcome.values)) yield outcome.values
    }
  }
}
