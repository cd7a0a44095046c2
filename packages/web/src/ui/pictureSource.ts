const beginnings = { '/9j/': 'image/jpeg', iVBOR: 'image/png', UklGR: 'image/webp' }

/** A data address for a picture in base64, by its first bytes, since a dataset may not ask for the media type; null for
 * anything else. */
export const pictureSource = (base64: string): string | null => {
  const found = Object.entries(beginnings).find(([beginning]) => base64.startsWith(beginning))
  return found ? `data:${found[1]};base64,${base64}` : null
}
