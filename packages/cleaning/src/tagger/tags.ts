import type { FindingType } from '../types.ts'

/** What the tagger tells apart; everything with a grammar or a checksum is left to rules. */
export const ENTITIES = ['person', 'address', 'location', 'organization', 'date', 'job', 'phone'] as const

export type Entity = (typeof ENTITIES)[number] & FindingType

/** BIO: 0 is outside, 1 + 2e begins entity e, 2 + 2e goes on with it. */
export const TAGS = 1 + 2 * ENTITIES.length

export const beginTag = (entity: Entity): number => 1 + 2 * ENTITIES.indexOf(entity)

export const isInside = (tag: number): boolean => tag > 0 && tag % 2 === 0

/** An entity is gone on with only where it was begun. */
export const mayFollow = (before: number, tag: number): boolean =>
  !isInside(tag) || before === tag || before === tag - 1
