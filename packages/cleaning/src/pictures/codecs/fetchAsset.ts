import decodeJpeg from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url'
import encodeJpeg from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?url'
import png from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm?url'
import decodeWebp from '@jsquash/webp/codec/dec/webp_dec.wasm?url'
import encodeWebp from '@jsquash/webp/codec/enc/webp_enc.wasm?url'
import faces from '../faces/yunet.f16?url'
import type { AssetName } from './assetName.ts'

const URLS: Record<AssetName, string> = { decodeJpeg, encodeJpeg, png, decodeWebp, encodeWebp, faces }

/** In a page: beside the code, from wherever that was loaded. */
export const loadAsset = async (name: AssetName): Promise<Uint8Array<ArrayBuffer>> => {
  const answer = await fetch(URLS[name])
  if (!answer.ok) throw new Error(`${URLS[name]}: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
