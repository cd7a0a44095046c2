import type { Batch, DataType } from '@uwdata/flechette'
import { damaged } from '../damaged.ts'

type Checked = Pick<Batch<unknown>, 'length'> & {
  type: DataType & { stride?: number }
  offsets?: ArrayLike<number | bigint>
  sizes?: ArrayLike<number | bigint>
  children?: Batch<unknown>[]
}

/** That what a column's lists point to is there: the library makes as long an array as it is told. */
export const checkColumn = (batch: Batch<unknown>, name: string): void => {
  const { length, offsets, sizes, children = [], type } = batch as unknown as Checked
  const [child] = children
  const wrong = () => damaged('arrow', `the lists in column "${name}" point outside it`, { column: name })
  if (child && sizes && offsets) {
    let total = 0
    for (let i = 0; i < length; i++) {
      const [from, size] = [Number(offsets[i]), Number(sizes[i])]
      total += size
      if (!(from >= 0 && size >= 0 && from + size <= child.length && total <= child.length + length))
        throw wrong()
    }
  } else if (child && offsets && children.length === 1) {
    let last = 0
    for (let i = 0; i <= length && length > 0; i++) {
      const offset = Number(offsets[i])
      if (!(offset >= last && offset <= child.length)) throw wrong()
      last = offset
    }
  } else if (child && type.stride !== undefined && children.length === 1) {
    if (!(type.stride >= 0 && type.stride * length <= child.length)) throw wrong()
  }
  for (const one of children) checkColumn(one, name)
}
