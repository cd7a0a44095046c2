/** What one contribution to a dataset looks like. */
export const datasetKinds = ['table', 'text', 'image'] as const
export type DatasetKind = (typeof datasetKinds)[number]

/** A text is a row for each paragraph. */
export const textColumns = [{ name: 'text', type: 'string', nullable: false }] as const

/** A picture is one row: its bytes in base64, and what can be told of it without looking. */
export const pictureColumns = [
  { name: 'height', type: 'integer', nullable: false, unit: 'px' },
  { name: 'media_type', type: 'string', nullable: false },
  { name: 'perceptual_hash', type: 'string', nullable: true },
  { name: 'picture', type: 'string', nullable: false },
  { name: 'sha256', type: 'string', nullable: false },
  { name: 'width', type: 'integer', nullable: false, unit: 'px' },
] as const
