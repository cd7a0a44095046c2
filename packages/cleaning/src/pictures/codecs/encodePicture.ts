import type { PictureFormat, Pixels } from '../picture.ts'
import { type Encoder, startCodec } from './emscripten.ts'
import { encodePng } from './png.ts'

/** Close to what cameras write: another generation of loss that nobody sees. */
const QUALITY = 92

/** Pixels in the format that they came in, by the same WebAssembly everywhere, so by the same bytes. */
export const encodePicture = async (format: PictureFormat, pixels: Pixels): Promise<Uint8Array> => {
  if (format === 'png') return encodePng(pixels)
  const encoded = format === 'jpeg' ? await encodeJpeg(pixels) : await encodeWebp(pixels)
  if (!encoded) throw new Error(`the ${format} encoder gave up`)
  return encoded.slice()
}

const encodeJpeg = async ({ data, width, height }: Pixels) => {
  const [{ default: factory }, { defaultOptions }] = await Promise.all([
    import('@jsquash/jpeg/codec/enc/mozjpeg_enc.js'),
    import('@jsquash/jpeg/meta.js'),
  ])
  const codec = await startCodec<Encoder<typeof defaultOptions>>(factory, 'encodeJpeg')
  return codec.encode(data, width, height, { ...defaultOptions, quality: QUALITY })
}

const encodeWebp = async ({ data, width, height }: Pixels) => {
  const [{ default: factory }, { defaultOptions }] = await Promise.all([
    import('@jsquash/webp/codec/enc/webp_enc.js'),
    import('@jsquash/webp/meta.js'),
  ])
  const codec = await startCodec<Encoder<typeof defaultOptions>>(factory, 'encodeWebp')
  return codec.encode(data, width, height, { ...defaultOptions, quality: QUALITY })
}
