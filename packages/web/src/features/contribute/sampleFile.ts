import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { NodeClient } from '@usufruct/sdk/http/client'

const path = '/samples/try-it/field-notes.csv'

/** A file to try with, as if it had been chosen from the device. */
export const fetchSampleFile = async (node: NodeClient): Promise<File> => {
  const response = await node.raw(path)
  const blob = await response.blob()
  if (blob.size === 0)
    throw new UsufructError({
      code: 'SAMPLE_EMPTY',
      kind: 'unreachable',
      message: 'The node has no sample file to hand out.',
      hint: 'Choose a file of your own.',
    })
  return new File([blob], 'field-notes.csv', { type: 'text/csv' })
}
