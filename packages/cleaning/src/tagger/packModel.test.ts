import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Marked } from '../../training/corpus.ts'
import { createRandom } from '../../training/random.ts'
import { DEFAULT_TRAINING, trainTagger } from '../../training/trainTagger.ts'
import { MODEL, MODEL_SHA256 } from './generated/model.ts'
import { createTagger } from './model.ts'
import { packModel, unpackModel } from './packModel.ts'
import { TAGS } from './tags.ts'
import { tagText } from './tagText.ts'

describe('the model that ships', () => {
  it('is the one whose hash stands in reports', () => {
    expect(createHash('sha256').update(MODEL).digest('hex')).toBe(MODEL_SHA256)
    expect(Buffer.from(MODEL, 'base64').length).toBeLessThan(1_000_000)
  })

  it('comes out of its packing as it went in', () => {
    const { weights, maskTypes } = unpackModel(MODEL)
    const again = unpackModel(packModel({ weights, entries: new Map([[5, 3]]), maskTypes }))
    expect(again.weights.transitions).toEqual(weights.transitions)
    expect(
      Buffer.compare(Buffer.from(again.weights.emissions.buffer), Buffer.from(weights.emissions.buffer)),
    ).toBe(0)
    expect(again.maskTypes).toEqual(maskTypes)
    expect(weights.emissions).toHaveLength(2 ** 18 * TAGS)
  })

  it('refuses what was packed for other code', () => {
    expect(() => unpackModel(btoa('\u0002'))).toThrow(/another version/)
  })
})

describe('training', () => {
  const names = ['Maria', 'John', 'Aino', 'Wanjiru', 'Søren', 'Priya', 'Tomasz', 'Leilani']
  const texts: Marked[] = names.flatMap((name) =>
    [`Please ask ${name} for the key.`, `I met ${name} on the boat.`, 'The boat was late again.'].map(
      (text) => ({
        text,
        template: text.replace(name, ''),
        spans: text.includes(name)
          ? [{ start: text.indexOf(name), end: text.indexOf(name) + name.length, entity: 'person' as const }]
          : [],
      }),
    ),
  )
  const train = () =>
    trainTagger(texts, new Map(), { ...DEFAULT_TRAINING, epochs: 3, rows: 13, outside: 0 }, createRandom(2))

  it('gives the same bytes for the same text and seed', () => {
    expect(packModel(train())).toBe(packModel(train()))
  })

  it('learns where names stand, also names that it was not taught', () => {
    const tagger = createTagger(unpackModel(packModel(train())))
    expect(tagText('Please ask Zbigniew for the key.', [], [], tagger)).toEqual([
      { start: 11, end: 19, type: 'person' },
    ])
    expect(tagText('The boat was late again.', [], [], tagger)).toEqual([])
  })
})
