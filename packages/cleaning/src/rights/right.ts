/** What in a file may mean that somebody has a say in it. */
export type RightKind =
  /** A license is named, or its text is there. */
  | 'license'
  | 'copyright'
  | 'all-rights-reserved'
  /** Somebody objects to use for training or mining. */
  | 'opt-out'
  /** The file says who made it. */
  | 'authorship'

export type Right = {
  kind: RightKind
  /** Row and column of a record; a file's own metadata has neither. */
  where: { row?: number; column?: string; tag?: string }
  /** SPDX identifiers that the text or the name stands for: more than one where their texts are the same. */
  spdx?: readonly string[]
  /** As it stands there, cut short. Shown to the owner, and no part of a report. */
  text: string
}
