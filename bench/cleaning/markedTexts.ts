import { readFileSync } from 'node:fs'
import type { Marked } from './scoring.ts'

export type MarkedText = { text: string; gold: Marked[] }

/** Texts with marks like `{person|Ann Lee}`, parted by lines of `---`; what stands before the first is about them. */
export const readGenres = (): MarkedText[] =>
  readFileSync(new URL('./genres.txt', import.meta.url), 'utf8')
    .split('\n---\n')
    .slice(1)
    .map((raw) => {
      const gold: Marked[] = []
      let text = ''
      let from = 0
      for (const match of raw.trimEnd().matchAll(/\{([a-z-]+)\|([^}]*)\}/g)) {
        text += raw.slice(from, match.index)
        gold.push({
          start: text.length,
          end: text.length + (match[2] as string).length,
          type: match[1] as string,
        })
        text += match[2]
        from = match.index + match[0].length
      }
      return { text: text + raw.trimEnd().slice(from), gold }
    })

type SharedText = {
  full_text: string
  spans: { entity_type: string; start_position: number; end_position: number }[]
}

/** All that presidio-research marks in its texts, in UTF-16 code units. */
export const readShared = (json: string): Marked[][] =>
  (JSON.parse(json) as SharedText[]).map(({ full_text, spans }) => {
    const units: number[] = [0]
    for (const character of full_text) units.push((units.at(-1) as number) + character.length)
    return spans.map(({ entity_type, start_position, end_position }) => ({
      start: units[start_position] as number,
      end: units[end_position] as number,
      type: entity_type,
    }))
  })

const NAMES = new Set(['person', 'location', 'corporation', 'group'])

/** One token and its tag a line, texts parted by empty lines; people, places and groups of them. */
export const readConll = (content: string): MarkedText[] =>
  content.split(/\n\s*\n/).flatMap((block) => {
    const gold: Marked[] = []
    let text = ''
    for (const line of block.split('\n')) {
      const [word, tag] = line.split('\t')
      if (word === undefined || tag === undefined) continue
      const type = tag.trim().replace(/^[BI]-/, '')
      if (NAMES.has(type)) gold.push({ start: text.length, end: text.length + word.length, type })
      text += `${word} `
    }
    return text === '' ? [] : [{ text: text.trimEnd(), gold }]
  })
