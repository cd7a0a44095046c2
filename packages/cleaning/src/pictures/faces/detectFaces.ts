import { loadAsset } from '#pictureAsset'
import type { Box, Pixels } from '../picture.ts'
import { resample } from '../resample.ts'
import { exponential } from './exponential.ts'
import { createYunet, type Level, type Yunet } from './yunet.ts'

/** The longer side that the detector looks at: faces from about a fiftieth of it on are found. */
const SIDE = 640
const CERTAIN = 0.6
const SAME = 0.45
const MOST = 512

let yunet: Promise<Yunet> | undefined

type Face = { score: number; left: number; top: number; right: number; bottom: number }

/**
 * Where faces are in an upright picture, most certain first. YuNet (Wu, Peng and Yu, Machine Intelligence
 * Research 20, 2023) with the weights of libfacedetection, run in double precision with no operation whose result
 * is an engine's own choice, so that a page and Node find the same boxes.
 */
export const detectFaces = async (pixels: Pixels): Promise<{ box: Box; score: number }[]> => {
  yunet ??= loadAsset('faces').then(createYunet)
  // A page that was offline for a moment may try again.
  yunet.catch(() => {
    yunet = undefined
  })
  const network = await yunet
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height))
  const seen = resample(
    pixels,
    Math.max(1, Math.round(pixels.width * scale)),
    Math.max(1, Math.round(pixels.height * scale)),
  )
  const faces = network(seen).flatMap(facesAt)
  faces.sort((a, b) => b.score - a.score || a.top - b.top || a.left - b.left)
  const kept: Face[] = []
  for (const face of faces.slice(0, MOST)) {
    if (kept.every((other) => overlap(face, other) <= SAME)) kept.push(face)
  }
  return kept.flatMap(({ score, left, top, right, bottom }) => {
    const x = clamp(Math.floor((left * pixels.width) / seen.width), pixels.width)
    const y = clamp(Math.floor((top * pixels.height) / seen.height), pixels.height)
    const width = clamp(Math.ceil((right * pixels.width) / seen.width), pixels.width) - x
    const height = clamp(Math.ceil((bottom * pixels.height) / seen.height), pixels.height) - y
    return width > 0 && height > 0 ? [{ box: [x, y, width, height] as const, score }] : []
  })
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most)

const facesAt = ({ stride, columns, rows, classes, objects, boxes }: Level): Face[] => {
  const faces: Face[] = []
  for (let at = 0; at < columns * rows; at++) {
    const score = Math.sqrt(sigmoid(classes[at] as number) * sigmoid(objects[at] as number))
    if (score < CERTAIN) continue
    const x = (at % columns) * stride + (boxes[4 * at] as number) * stride
    const y = Math.floor(at / columns) * stride + (boxes[4 * at + 1] as number) * stride
    const width = exponential(boxes[4 * at + 2] as number) * stride
    const height = exponential(boxes[4 * at + 3] as number) * stride
    faces.push({
      score,
      left: x - width / 2,
      top: y - height / 2,
      right: x + width / 2,
      bottom: y + height / 2,
    })
  }
  return faces
}

const sigmoid = (x: number): number => 1 / (1 + exponential(-x))

/** Of two boxes: what they share by what they cover. */
const overlap = (a: Face, b: Face): number => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const both = width * height
  return both / (area(a) + area(b) - both)
}

const area = ({ left, top, right, bottom }: Face): number => (right - left) * (bottom - top)
