import { damaged } from '../damaged.ts'

/** A table of a FlatBuffers message, by the slots of its fields (4, 6, 8 …); every offset is checked. */
export type FlatTable = {
  /** Offset of a field's value, or 0 where the field is left out. */
  at(slot: number): number
  int(slot: number, size: 1 | 2 | 4 | 8): number
  table(slot: number): FlatTable | undefined
  /** Count and offset of the first element, of which each has `size` bytes. */
  vector(slot: number, size: number): { count: number; start: number }
  tables(slot: number): FlatTable[]
}

export const flatRoot = (bytes: Uint8Array): FlatTable => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Tables may share parts, so few bytes can describe a tree of millions.
  let tables = 0

  const inside = (at: number, length: number): number => {
    if (at < 0 || at + length > bytes.length)
      throw damaged('arrow', 'a message points outside itself', { offset: at })
    return at
  }
  const offsetAt = (at: number): number => at + view.getUint32(inside(at, 4), true)

  const tableAt = (start: number): FlatTable => {
    if (++tables > 20_000) throw damaged('arrow', 'a message describes too much', { offset: start })
    const vtable = start - view.getInt32(inside(start, 4), true)
    const size = view.getUint16(inside(vtable, 4), true)
    inside(vtable, size)
    const at = (slot: number): number => {
      const offset = slot + 2 <= size ? view.getUint16(vtable + slot, true) : 0
      return offset === 0 ? 0 : inside(start + offset, 1)
    }
    const vector = (slot: number, each: number) => {
      const field = at(slot)
      if (field === 0) return { count: 0, start: 0 }
      const from = offsetAt(field)
      const count = view.getUint32(inside(from, 4), true)
      inside(from + 4, count * each)
      return { count, start: from + 4 }
    }
    return {
      at,
      int: (slot, length) => {
        const from = at(slot)
        if (from === 0) return 0
        inside(from, length)
        if (length === 8) return Number(view.getBigInt64(from, true))
        if (length === 4) return view.getInt32(from, true)
        return length === 2 ? view.getInt16(from, true) : view.getUint8(from)
      },
      table: (slot) => {
        const from = at(slot)
        return from === 0 ? undefined : tableAt(offsetAt(from))
      },
      vector,
      tables: (slot) => {
        const { count, start: first } = vector(slot, 4)
        return Array.from({ length: count }, (_, i) => tableAt(offsetAt(first + 4 * i)))
      },
    }
  }
  return tableAt(offsetAt(0))
}
