import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AssetName } from '../pictures/codecs/assetName.ts'

const CODECS: Record<Exclude<AssetName, 'faces'>, string> = {
  decodeJpeg: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  encodeJpeg: '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
  png: '@jsquash/png/codec/pkg/squoosh_png_bg.wasm',
  decodeWebp: '@jsquash/webp/codec/dec/webp_dec.wasm',
  encodeWebp: '@jsquash/webp/codec/enc/webp_enc.wasm',
}

/** In Node: from the packages on disk, the same bytes that a page fetches. */
export const loadAsset = async (name: AssetName): Promise<Uint8Array<ArrayBuffer>> => {
  const path =
    name === 'faces'
      ? fileURLToPath(new URL('../pictures/faces/yunet.f16', import.meta.url))
      : createRequire(import.meta.url).resolve(CODECS[name])
  return new Uint8Array(await readFile(path))
}
