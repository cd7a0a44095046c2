import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Box, Pixels } from '@usufruct/cleaning/pictures/picture'
import sharp from 'sharp'

const filesIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
        .map((name) => join(folder, name))
    : []

/** The first by their names, `most` at the most. */
export const photographsIn = (data: string, most: number): Buffer[] =>
  filesIn(join(data, 'photographs'), /\.(jpe?g|png|webp)$/i)
    .slice(0, most)
    .map((path) => readFileSync(path))

export type LabelledFaces = { picture: Buffer; boxes: Box[] }

/** Pictures with the boxes of all faces in them, as dlib’s imglab writes them. */
export const facesIn = (data: string): LabelledFaces[] =>
  filesIn(join(data, 'faces'), /^(testing|training)\.xml$/).flatMap((path) =>
    [...readFileSync(path, 'latin1').matchAll(/<image file='([^']+)'[^>]*>([\s\S]*?)<\/image>/g)].map(
      ([, file = '', inside = '']) => ({
        picture: readFileSync(join(dirname(path), file)),
        boxes: [...inside.matchAll(/top='(\d+)' left='(\d+)' width='(\d+)' height='(\d+)'/g)].map(
          ([, top, left, width, height]): Box => [Number(left), Number(top), Number(width), Number(height)],
        ),
      }),
    ),
  )

export const pixelsOf = async (picture: Buffer): Promise<Pixels> => {
  const { data, info } = await sharp(picture)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) }
}

/** What happens to a picture on its way from one place to another. */
export const VARIANTS: Record<string, (picture: Buffer) => Promise<Buffer>> = {
  'JPEG of quality 40': (picture) => sharp(picture).jpeg({ quality: 40 }).toBuffer(),
  'half the size': async (picture) => {
    const { width } = await sharp(picture).metadata()
    return sharp(picture)
      .resize(Math.ceil(width / 2))
      .jpeg()
      .toBuffer()
  },
  'a border of 2.5 % cut off': async (picture) => {
    const { width, height } = await sharp(picture).metadata()
    const [left, top] = [Math.floor(width / 40), Math.floor(height / 40)]
    return sharp(picture)
      .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
      .jpeg({ quality: 90 })
      .toBuffer()
  },
  mirrored: (picture) => sharp(picture).flop().jpeg({ quality: 90 }).toBuffer(),
}

const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const CUTS = ['Sans', 'Sans-Bold', 'Serif', 'Serif-BoldItalic', 'SansMono', 'SansCondensed-Oblique']
const SAYINGS = [
  'Anna Schmidt 12.04.1987',
  'Phone 0171 2345678',
  'Room 14, Dr. Miller',
  'Please keep closed',
  'Total 1,204.50',
]

export type Sign = { picture: Buffer; box: Box; panel: boolean }

/** A line of print over a photograph, on a panel or straight on it; undefined where it does not fit. */
export const withSign = async (photograph: Buffer, random: () => number): Promise<Sign | undefined> => {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const { width, height } = await sharp(photograph).metadata()
  const dark = random() < 0.5
  const panel = random() < 0.6
  const size = Math.max(11, Math.round(height * (0.03 + random() * 0.07)))
  const text = await sharp({
    text: {
      text: `<span foreground="${dark ? '#181820' : '#f4f4ec'}">${pick(SAYINGS)}</span>`,
      font: `DejaVu Sans ${size}`,
      fontfile: join(fonts, `DejaVu${pick(CUTS)}.ttf`),
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
  const { width: across, height: down } = text.info
  const pad = Math.ceil(size / 3)
  if (across + 2 * pad >= width || down + 2 * pad >= height) return undefined
  const left = pad + Math.floor(random() * (width - across - 2 * pad))
  const top = pad + Math.floor(random() * (height - down - 2 * pad))
  const ground = {
    create: {
      width: across + 2 * pad,
      height: down + 2 * pad,
      channels: 4,
      background: dark ? '#e6e2d6' : '#24344a',
    },
  } as const
  const layers = [
    ...(panel ? [{ input: ground, left: left - pad, top: top - pad }] : []),
    { input: text.data, left, top },
  ]
  const picture = await sharp(photograph)
    .toColourspace('srgb')
    .composite(layers)
    .jpeg({ quality: 85 })
    .toBuffer()
  return { picture, box: [left, top, across, down], panel }
}
