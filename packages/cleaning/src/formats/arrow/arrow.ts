import { CleaningError } from '../../errors.ts'
import { damaged } from '../damaged.ts'
import type { ByteFormat } from '../format.ts'
import { tooManyColumns } from '../tooMany.ts'
import { readMessages } from './readMessages.ts'

/** IPC files, which Feather 2 is too, and IPC streams; batch by batch. */
export const arrow: ByteFormat = {
  name: 'arrow',
  kind: 'table',
  extensions: ['arrow', 'arrows', 'feather', 'ipc'],
  typed: true,
  reads: 'bytes',

  recognise: (head) => new TextDecoder('latin1').decode(head.subarray(0, 6)) === 'ARROW1' || isStream(head),

  async decode(source, { limits }) {
    const messages = readMessages(source, limits)
    const first = await messages.next()
    if (first.done || first.value.kind !== 'schema')
      throw damaged('arrow', 'it does not begin with its columns')
    const schema = first.value
    const { readColumns, readBatches } = await import('./readTable.ts')
    const columns = readColumns(schema)
    if (columns.length > limits.columns) throw tooManyColumns(columns.length, limits)
    if (columns.includes('__proto__'))
      throw new CleaningError(
        'RESERVED_COLUMN',
        'A column is called __proto__, which programs that read the data would trip over.',
        'Rename the column.',
        { column: columns.indexOf('__proto__') + 1, name: '__proto__' },
      )
    const nested = new Map<number, number>()
    return { columns, notes: [], nested, batches: readBatches(messages, schema, nested, limits) }
  },
}

// A stream has no signature: a marker, a length, and a message of a few dozen bytes that says it is a schema.
const isStream = (head: Uint8Array): boolean => {
  if (head.length < 32) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const length = view.getInt32(4, true)
  return view.getInt32(0, true) === -1 && length > 0 && length % 8 === 0 && view.getUint32(8, true) < 64
}
