import { z } from 'zod'
import type { Entity } from '../src/tagger/tags.ts'

/** A text whose names, addresses and so on are marked. Offsets are UTF-16 code units, ends exclusive. */
export type Marked = {
  text: string
  spans: { start: number; end: number; entity: Entity }[]
  /** All of one template are taught together or kept back together. */
  template: string
}

const file = z.array(
  z.object({
    full_text: z.string(),
    template_id: z.number(),
    spans: z.array(
      z.object({ entity_type: z.string(), start_position: z.number(), end_position: z.number() }),
    ),
  }),
)

const ENTITY_OF: Record<string, Entity> = {
  PERSON: 'person',
  // A title stands before a name, and goes with it.
  PREFIX: 'person',
  ADDRESS: 'address',
  LOCATION: 'location',
  ORGANIZATION: 'organization',
  DATE_TIME: 'date',
  TITLE: 'job',
  PHONE_NUMBER: 'phone',
}

/** Python counts code points, JavaScript code units. */
const toUnits = (text: string): number[] => {
  const units: number[] = []
  let at = 0
  for (const character of text) {
    units.push(at)
    at += character.length
  }
  units.push(at)
  return units
}

/** A file in the form of presidio-research's `generated_large.json`. */
export const readCorpus = (json: string): Marked[] =>
  file.parse(JSON.parse(json)).map(({ full_text: text, template_id, spans }) => {
    const units = toUnits(text)
    return {
      text,
      template: `shared ${template_id}`,
      spans: spans
        .flatMap(({ entity_type, start_position, end_position }) => {
          const entity = ENTITY_OF[entity_type]
          return entity
            ? [{ start: units[start_position] as number, end: units[end_position] as number, entity }]
            : []
        })
        .sort((a, b) => a.start - b.start),
    }
  })
