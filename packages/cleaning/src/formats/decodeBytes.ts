import { UsufructError } from '@usufruct/sdk/domain/errors'
import { checkUnpacked } from '../archive/unpackLimits.ts'
import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { ByteFormat, ByteSource, DecodeContext, Decoded, DecodedRow } from './format.ts'

/**
 * Decodes a file by its bytes. Whatever a decoder stumbles over in them is an error with the place it had come to.
 * @throws CleaningError `DAMAGED_FILE`
 */
export const decodeBytes = async (
  format: ByteFormat,
  source: ByteSource,
  context: Omit<DecodeContext, 'head'>,
): Promise<Decoded> => {
  try {
    const decoded = await format.decode(source, context)
    return { ...decoded, batches: guarded(format, decoded.batches, source, context.limits) }
  } catch (error) {
    throw asDamaged(format, 0, error)
  }
}

async function* guarded(
  format: ByteFormat,
  batches: AsyncGenerator<DecodedRow[]>,
  source: ByteSource,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  let record = 0
  let text = 0
  try {
    for await (const batch of batches) {
      text += lengthOf(batch)
      checkUnpacked(`The ${format.name} file`, source.size, text, limits)
      yield batch
      record = batch.at(-1)?.record ?? record
    }
  } catch (error) {
    throw asDamaged(format, record, error)
  }
}

// A text that is stored once may stand in every row.
const lengthOf = (batch: readonly DecodedRow[]): number => {
  let length = 0
  for (const row of batch)
    for (const cell of 'cells' in row ? row.cells : row.values)
      if (typeof cell === 'string') length += cell.length
  return length
}

const asDamaged = ({ name }: ByteFormat, record: number, error: unknown): unknown => {
  // What a caller stopped is not the file's fault.
  if (error instanceof UsufructError || (error instanceof Error && error.name === 'AbortError')) return error
  const problem = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
  return new CleaningError(
    'DAMAGED_FILE',
    record === 0
      ? `The ${name} file is damaged: ${problem}.`
      : `The ${name} file is damaged after record ${record}: ${problem}.`,
    'Export the data again; if it opens elsewhere, please report it.',
    { format: name, record },
    error,
  )
}
