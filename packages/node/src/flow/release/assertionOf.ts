import type { releases } from '../../db/schema.ts'

export type ReleaseRow = typeof releases.$inferSelect

/** A release as it was asserted. The chain keeps the hash of just this while it is pending, and who acts on it names it
 * whole. */
export const assertionOf = ({
  offer,
  release,
  at,
  validUntil,
  root,
  total,
  manifest,
  asserter,
  challengeEnds,
  bond,
}: ReleaseRow) => ({ offer, release, at, validUntil, root, total, manifest, asserter, challengeEnds, bond })
