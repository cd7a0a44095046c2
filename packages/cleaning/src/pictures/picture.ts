export type PictureFormat = 'jpeg' | 'png' | 'webp'

export const MEDIA_TYPES: Record<PictureFormat, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** As EXIF counts: 1 is upright, 2 to 8 are the mirrorings and turns that show the picture upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** A rectangle in pixels of the upright picture: left, top, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number]

/** Something beside the pixels that does not leave the device. What it said is never repeated, except as rights. */
export type Removed = {
  type: 'metadata' | 'gps'
  /** In a few words: "EXIF", "comment", "bytes after the end". */
  what: string
  /** Names of the fields, as far as they have names. */
  tags: readonly string[]
  /** How much of the file it took. */
  bytes: number
}

/** What a picture says about who made it, or about what may be done with it, before that is stripped. */
export type RightsNotice = {
  kind: 'authorship' | 'copyright' | 'opt-out'
  /** The field it stands in. */
  where: string
  text: string
}

/** A picture without anything beside its pixels, but the few bytes that say how to show them. */
export type StrippedPicture = {
  format: PictureFormat
  /** As stored: before turning upright. */
  width: number
  height: number
  orientation: Orientation
  bytes: Uint8Array
  removed: Removed[]
  rights: RightsNotice[]
  /** Frames beyond the one that is shown first were dropped. */
  animated: boolean
}

/** Decoded pixels, four bytes each: red, green, blue, alpha (not premultiplied), row by row from the top. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray }
