import type { Pixels } from '../picture.ts'
import { addTo, depthwise, type FeatureMap, halve, pointwise, pointwiseOfPicture, widen } from './layers.ts'

/** What the network says at one scale, for each of its cells: logits, and a box in strides. */
export type Level = {
  stride: number
  columns: number
  rows: number
  classes: Float32Array
  objects: Float32Array
  /** Four to a cell: middle from the cell's corner, and the logarithms of width and height. */
  boxes: Float32Array
}

export type Yunet = (picture: Pixels) => Level[]

const STRIDES = [8, 16, 32] as const
const CHANNELS = 64

/** The weights in the order of libfacedetection's table, halves of floats, without the key points of the face. */
export const createYunet = (file: Uint8Array<ArrayBuffer>): Yunet => {
  const weights = readHalves(file)
  let at = 0
  const take = (count: number) => {
    at += count
    return weights.subarray(at - count, at)
  }
  const separable = (from: number, to: number, relu = true) => {
    const point = { weights: take(from * to), biases: take(to) }
    const depth = { weights: take(9 * to), biases: take(to) }
    return (map: FeatureMap) => depthwise(pointwise(map, point), depth, relu)
  }
  const unit = (from: number, to: number) => {
    const first = separable(from, from)
    const second = separable(from, to)
    return (map: FeatureMap) => second(first(map))
  }
  const stem = { weights: take(32 * 16), biases: take(16) }
  const stage0 = separable(16, 16)
  const stage1 = unit(16, 32)
  const stage2 = unit(32, CHANNELS)
  const [stage3, stage4, stage5] = STRIDES.map(() => unit(CHANNELS, CHANNELS)) as [Layer, Layer, Layer]
  const necks = STRIDES.map(() => separable(CHANNELS, CHANNELS))
  const classes = STRIDES.map(() => separable(CHANNELS, 1, false))
  const boxes = STRIDES.map(() => separable(CHANNELS, 4, false))
  const objects = STRIDES.map(() => separable(CHANNELS, 1, false))
  if (at !== weights.length) throw new Error('the face detector’s weights are not those of its network')

  return (picture) => {
    const fine = stage2(stage1(halve(stage0(pointwiseOfPicture(picture, stem)))))
    const at8 = stage3(halve(fine))
    const at16 = stage4(halve(at8))
    const at32 = stage5(halve(at16))
    // Coarse to fine: what is seen from further away is added to what is seen close up.
    const maps: FeatureMap[] = []
    let above: FeatureMap | undefined
    for (const [i, map] of [...[at8, at16, at32].entries()].reverse()) {
      if (above) addTo(map, widen(above))
      above = (necks[i] as Layer)(map)
      maps[i] = above
    }
    return maps.map((map, i) => ({
      stride: STRIDES[i] as number,
      columns: map.columns,
      rows: map.rows,
      classes: (classes[i] as Layer)(map).data,
      objects: (objects[i] as Layer)(map).data,
      boxes: (boxes[i] as Layer)(map).data,
    }))
  }
}

type Layer = (map: FeatureMap) => FeatureMap

/** IEEE 754 binary16, little-endian. */
const readHalves = (file: Uint8Array<ArrayBuffer>): Float32Array => {
  const halves = new DataView(file.buffer, file.byteOffset, file.byteLength)
  return Float32Array.from({ length: file.length / 2 }, (_, i) => {
    const half = halves.getUint16(2 * i, true)
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
  })
}
