import { cleanRow } from './cleanRow.ts'
import type { Plan } from './planCleaning.ts'
import type { Pseudonymise } from './redact/pseudonyms.ts'
import { createFindingLog } from './report/findingLog.ts'
import type { Settings } from './settings.ts'
import { askModel } from './transformer/askModel.ts'
import type { Cell, Choices, CleaningOptions } from './types.ts'

/** A walk of its own over the values that would be lent, of which nothing is logged, for what has to be known of all
 * rows before the first is written. */
export async function* lentRows(
  plan: Plan,
  settings: Settings,
  choices: Choices,
  pseudonymise: Pseudonymise,
  options: CleaningOptions,
): AsyncGenerator<Cell[]> {
  const log = createFindingLog(choices, 0)
  const { batches } = await plan.decode('understanding')
  for await (const batch of batches) {
    const byModel = await askModel(options, batch, plan.targets, settings)
    for (const row of batch) {
      if ('reason' in row) continue
      const outcome = cleanRow(row, plan.targets, settings, log, pseudonymise, undefined, byModel)
      if ('values' in outcome) yield outcome.values
    }
  }
}
