import { createRequire } from 'node:module'
import { detectFaces } from '@usufruct/cleaning/pictures/faces/detectFaces'
import { mirroredHash, perceptualHash } from '@usufruct/cleaning/pictures/hash/perceptualHash'
import { createPictureIndex, hammingDistance, NEAR_BITS } from '@usufruct/cleaning/pictures/hash/pictureIndex'
import type { Box } from '@usufruct/cleaning/pictures/picture'
import { findText } from '@usufruct/cleaning/pictures/text/findText'
import { createRandom } from '../../packages/cleaning/training/random.ts'
import type { BenchRow } from '../report.ts'
import type { Part } from './part.ts'
import { facesIn, type LabelledFaces, photographsIn, pixelsOf, VARIANTS, withSign } from './pictureData.ts'

// CommonJS whose types say otherwise.
const require = createRequire(import.meta.url)
const phash: (picture: Buffer) => Promise<string> = require('sharp-phash')
const distance: (a: string, b: string) => number = require('sharp-phash/distance')

/** Pairs grow with the square, and a hash of each costs a tenth of a second. */
const MOST_PHOTOGRAPHS = 400

const sources = {
  photographs:
    'needs --data DIR with photographs/: any without print in them, such as those of github.com/EliSchwartz/imagenet-sample-images',
  faces:
    'needs --data DIR with faces/: examples/faces of github.com/davisking/dlib, with its training.xml and testing.xml',
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : +(part / whole).toFixed(4)

const near = (a: string | null, b: string | null): boolean =>
  a !== null &&
  b !== null &&
  Math.min(hammingDistance(a, b), hammingDistance(mirroredHash(a), b)) <= NEAR_BITS

const noteOf = (photographs: readonly Buffer[], text: string): string =>
  photographs.length === 0 ? sources.photographs : `${photographs.length} photographs; ${text}`

const besidePhash = (peerValue: number | null): Pick<BenchRow, 'peer' | 'peerValue'> =>
  peerValue === null ? {} : { peer: 'sharp-phash', peerValue }

const measureHashes = async (photographs: readonly Buffer[]): Promise<BenchRow[]> => {
  const ours: (string | null)[] = []
  const theirs: string[] = []
  for (const photograph of photographs) {
    ours.push(perceptualHash(await pixelsOf(photograph)))
    theirs.push(await phash(photograph))
  }
  const rows: BenchRow[] = []
  for (const [name, change] of Object.entries(VARIANTS)) {
    let found = 0
    let peerFound = 0
    for (const [i, photograph] of photographs.entries()) {
      const variant = await change(photograph)
      if (near(ours[i] as string | null, perceptualHash(await pixelsOf(variant)))) found++
      if (distance(theirs[i] as string, await phash(variant)) <= NEAR_BITS) peerFound++
    }
    rows.push({
      id: `pictures found again: ${name}`,
      value: share(found, photographs.length),
      unit: 'share',
      goal: name.startsWith('a border') ? '≥ 0.9' : '≥ 0.99',
      ...besidePhash(share(peerFound, photographs.length)),
      note: noteOf(photographs, `at most ${NEAR_BITS} of 64 bits apart`),
    })
  }
  let pairs = 0
  let wrong = 0
  let peerWrong = 0
  for (let i = 0; i < photographs.length; i++) {
    for (let j = 0; j < i; j++) {
      pairs++
      if (near(ours[i] as string | null, ours[j] as string | null)) wrong++
      if (distance(theirs[i] as string, theirs[j] as string) <= NEAR_BITS) peerWrong++
    }
  }
  rows.push({
    id: 'unrelated photographs taken for the same',
    value: share(wrong, pairs),
    unit: 'share of pairs',
    goal: '≤ 0.0001',
    ...besidePhash(share(peerWrong, pairs)),
    note: noteOf(photographs, `${wrong} of ${pairs} pairs, each also mirrored (the peer: as they are)`),
  })
  return rows
}

const measureIndex = (): BenchRow => {
  const random = createRandom(3)
  const digits = () =>
    Math.floor(random() * 2 ** 31)
      .toString(16)
      .padStart(8, '0')
  const count = 100_000
  const hashes = Array.from({ length: count }, () => digits() + digits())
  const index = createPictureIndex<number>()
  const start = process.cpuUsage()
  for (const [i, hash] of hashes.entries()) index.add(i, hash)
  const { user, system } = process.cpuUsage(start)
  return {
    id: `pictures looked up and kept in an index of ${count.toLocaleString('en')}`,
    value: Math.round((count * 1e6) / (user + system)),
    unit: 'per second of processor time',
    goal: '≥ 1000',
  }
}

/** What two boxes share by what they cover. */
const overlap = (a: Box, b: Box): number => {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return width <= 0 || height <= 0 ? 0 : (width * height) / (a[2] * a[3] + b[2] * b[3] - width * height)
}

const measureFaces = async (pictures: readonly LabelledFaces[]): Promise<BenchRow[]> => {
  let found = 0
  let all = 0
  let extra = 0
  const start = performance.now()
  for (const { picture, boxes } of pictures) {
    const faces = await detectFaces(await pixelsOf(picture))
    all += boxes.length
    found += boxes.filter((box) => faces.some((face) => overlap(face.box, box) > 0.3)).length
    extra += faces.filter((face) => !boxes.some((box) => overlap(face.box, box) > 0.3)).length
  }
  const seconds = (performance.now() - start) / 1000
  return [
    {
      id: 'faces found',
      value: share(found, all),
      unit: 'share',
      goal: '≥ 0.95',
      note:
        pictures.length === 0
          ? sources.faces
          : `${found} of ${all} labelled faces in ${pictures.length} pictures; ${extra} boxes without a label`,
    },
    {
      id: 'looking for faces',
      value: pictures.length === 0 ? null : +(seconds / pictures.length).toFixed(2),
      unit: 's per picture',
      goal: '≤ 2',
    },
  ]
}

const measureText = async (photographs: readonly Buffer[]): Promise<BenchRow[]> => {
  const random = createRandom(11)
  const signs = { panel: 0, bare: 0 }
  const found = { panel: 0, bare: 0 }
  let flagged = 0
  for (const photograph of photographs) {
    if (findText(await pixelsOf(photograph)).length > 0) flagged++
    const sign = await withSign(photograph, random)
    if (!sign) continue
    const kind = sign.panel ? 'panel' : 'bare'
    signs[kind]++
    if (findText(await pixelsOf(sign.picture)).some((box) => overlap(box, sign.box) > 0.25)) found[kind]++
  }
  const note = noteOf(photographs, 'a line of print of 11 pixels and more over each')
  return [
    {
      id: 'lines of print on a panel found',
      value: share(found.panel, signs.panel),
      unit: 'share',
      goal: '≥ 0.8',
      note,
    },
    {
      id: 'lines of print straight on a photograph found',
      value: share(found.bare, signs.bare),
      unit: 'share',
      note,
    },
    {
      id: 'photographs in which print is seen',
      value: share(flagged, photographs.length),
      unit: 'share',
      goal: '≤ 0.1',
      note: noteOf(photographs, 'as they come: those that have print in them count as well'),
    },
  ]
}

/** What is found in pictures, and what it costs, with sharp-phash on the same pictures. */
export const measurePictures: Part = async ({ data, quick, say }) => {
  const photographs = data === undefined ? [] : photographsIn(data, quick ? 10 : MOST_PHOTOGRAPHS)
  const faces = data === undefined ? [] : facesIn(data)
  const rows: BenchRow[] = []
  say(`hashes ${photographs.length} photographs, each changed in ${Object.keys(VARIANTS).length} ways`)
  rows.push(...(await measureHashes(photographs)))
  say('looks pictures up in an index')
  rows.push(measureIndex())
  say(`looks for faces in ${faces.length} pictures`)
  rows.push(...(await measureFaces(faces)))
  say(`looks for print in ${photographs.length} photographs, with and without a line of it`)
  rows.push(...(await measureText(photographs)))
  return rows
}
