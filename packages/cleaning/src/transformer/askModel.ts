import { castTarget } from '../cleanRow.ts'
import type { Found } from '../detect/detector.ts'
import type { DecodedRow } from '../formats/format.ts'
import type { Target } from '../planCleaning.ts'
import type { Settings } from '../settings.ts'
import type { CleaningOptions, Note } from '../types.ts'

/**
 * Asks the member's own model, if there is one, about all running text in some rows, before they are cleaned one by one:
 * a model takes its time, and cleaning does not wait. Each text is asked about once.
 */
export const askModel = async (
  { model, signal, pause }: CleaningOptions,
  rows: readonly DecodedRow[],
  targets: readonly Target[],
  settings: Settings,
): Promise<((text: string) => readonly Found[]) | undefined> => {
  if (!model) return undefined
  const found = new Map<string, readonly Found[]>()
  const prose = targets.filter(({ judgement }) => judgement.prose)
  for (const row of rows) {
    if ('reason' in row) continue
    for (const target of prose) {
      const cast = castTarget(row.cells, target, settings)
      if (!('value' in cast) || typeof cast.value !== 'string' || found.has(cast.value)) continue
      found.set(cast.value, await model.find(cast.value, signal))
      await pause?.()
    }
  }
  return (text) => found.get(text) ?? []
}

export const modelNotes = ({ model }: CleaningOptions): Note[] =>
  model === undefined || model.unused.length === 0
    ? []
    : [
        {
          code: 'model-labels',
          count: model.unused.length,
          text: `Your model also marks ${model.unused.join(', ')}, which are left alone here.`,
        },
      ]
