import { pictureSource } from '../../ui/pictureSource.ts'
import type { PreviewRow } from './cleaningMessages.ts'

/** A picture as it would be sent, upright. */
export type ShownPicture = {
  row: number
  /** In pixels; 0 where the dataset does not ask for them. */
  width: number
  height: number
  bytes: number
  /** A data address of it. */
  source: string
}

export const shownPicture = ({ row, sent }: PreviewRow): ShownPicture => {
  const base64 = String(sent.picture)
  return {
    row,
    width: Number(sent.width ?? 0),
    height: Number(sent.height ?? 0),
    bytes: Math.floor((base64.length * 3) / 4),
    source: pictureSource(base64) ?? '',
  }
}
