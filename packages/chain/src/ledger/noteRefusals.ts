import { reasonOf } from '../chainError.ts'
import type { RestoreParameters } from './restoreAnvil.ts'

/**
 * Remembers that single transactions of a journalled block were refused, so that no replay tries them again.
 * A void record that the disk does not take is only a memo lost: a replay is refused the same.
 */
export async function noteRefusals(
  { journal, refusals, log }: Pick<RestoreParameters, 'journal' | 'refusals' | 'log'>,
  block: number,
  refused: ReadonlyMap<number, string>,
): Promise<void> {
  refusals.set(block, new Map([...(refusals.get(block) ?? []), ...refused]))
  log('refused-after-journal', { record: block, transactions: refused.size })
  try {
    await journal.append({ type: 'void', block, indexes: [...refused.keys()] })
  } catch (error) {
    log('void-not-written', { record: block, reason: reasonOf(error) })
  }
}
