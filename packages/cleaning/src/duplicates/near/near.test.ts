import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordShingles, wordsOf } from '../../testing/wordShingles.ts'
import { createFingerprinter } from './fingerprint.ts'
import { createNearIndex } from './nearIndex.ts'
import { createWordReader } from './readWords.ts'
import { BANDS } from './sketch.ts'
import { createWordList } from './wordList.ts'

/** The same texts in every run (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const words = (random: () => number, count: number) =>
  Array.from({ length: count }, () => `w${Math.floor(random() * 5000)}`)

const read = (text: string) => [...createWordReader().read(text)]

const piece = fc.constantFrom(
  ...[
    'the',
    'The',
    'THE',
    'cat',
    'cats',
    ' ',
    '  ',
    '\n',
    ', ',
    '-',
    'é',
    'e\u0301',
    'É',
    'ß',
    'ss',
    'SS',
    'ﬁ',
  ],
  ...[
    '1',
    '2026',
    '１２',
    '猫',
    '猫が',
    'いる',
    'カタカナ',
    'ｶﾀｶﾅ',
    'แมว',
    '한국어',
    'ı',
    'İ',
    'Σ',
    'ς',
    'σ',
  ],
  ...[
    '\u00ad',
    '\u200b',
    '\u200d',
    '\ufe0f',
    '😀',
    '𝒳',
    '𠀀',
    '\ud800',
    '\udc00',
    'ا\u064e',
    'नमस्ते',
    '_',
    "'",
    'ー',
  ],
)
const texts = fc
  .array(fc.oneof({ weight: 3, arbitrary: piece }, fc.string({ unit: 'grapheme', maxLength: 5 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))

describe('words', () => {
  it('are told apart by letters and digits, and by nothing else', () => {
    const plain = read('the straße in munich 12')
    expect(read('  The STRASSE: in (Munich)\n12')).toEqual(plain)
    expect(read('t\u00adhe stras\u200bse in munich １２')).toEqual(plain)
    expect(read('the strasse in munich 13')).not.toEqual(plain)
    expect(read('thestrasse in munich 12')).toHaveLength(4)
    expect(read('caf\u00e9')).toEqual(read('cafe\u0301'))
    expect(read('ΟΔΟΣ')).toEqual(read('οδος'))
  })

  it('are characters where a script parts none by spaces', () => {
    expect(read('猫がいる')).toHaveLength(4)
    expect(read('猫 が、いる。')).toEqual(read('猫がいる'))
    expect(read('ｶﾀｶﾅ')).toEqual(read('カタカナ'))
    expect(read('한국어 문장')).toHaveLength(2)
    expect(read('iPhone猫15')).toHaveLength(3)
  })

  it('are those of the plain form, for any text', () => {
    const known = new Map<number, string>()
    fc.assert(
      fc.property(texts, (text) => {
        const spelled = wordsOf(text)
        const hashes = read(text)
        expect(hashes).toHaveLength(spelled.length)
        for (const [i, hash] of hashes.entries()) {
          expect(known.get(hash) ?? spelled[i]).toBe(spelled[i])
          known.set(hash, spelled[i] as string)
        }
      }),
      { seed: 5, numRuns: 1000 },
    )
  })

  it('of long texts are all read', () => {
    expect(read('a '.repeat(2 ** 19))).toHaveLength(2 ** 19)
    expect(read('猫'.repeat(2 ** 18))).toHaveLength(2 ** 18)
  })
})

describe('fingerprints', () => {
  it('hold every run of five words once, whatever was fingerprinted before', () => {
    const fingerprint = createFingerprinter()
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 3 }), (parts) => {
        const expected = new Set(parts.flatMap((part) => [...wordShingles(part)]))
        const { shingles, bandKeys } = fingerprint(...parts)
        expect(new Set(shingles).size).toBe(shingles.length)
        expect(shingles).toHaveLength(expected.size)
        expect(shingles).toEqual(createFingerprinter()(...parts).shingles)
        if (expected.size > 0) expect(bandKeys).toEqual(createFingerprinter()(...parts).bandKeys)
      }),
      { seed: 6, numRuns: 500 },
    )
  })

  it('grow with a text and are small again after it', () => {
    const fingerprint = createFingerprinter()
    const random = createRandom(1)
    const long = words(random, 20_000).join(' ')
    const short = words(random, 30).join(' ')
    const before = fingerprint(short).shingles.slice()
    expect(fingerprint(long).shingles).toHaveLength(wordShingles(long).size)
    expect(fingerprint(short).shingles).toEqual(before)
  })

  it('are the same on every machine', () => {
    const { shingles, bandKeys } = createFingerprinter()('The quick brown fox jumps over 猫 dogs, wêll.')
    // Golden: reports and the database's index hold what comes of these.
    expect([...shingles]).toEqual([150024750, 1224736810, 2359419482, 1404957714, 262703959])
    expect([...bandKeys].map((key) => key.toString(36)).join(' ')).toBe(
      '1pzitew 1g1auml tleyig re7y3y k8242z 9dom2 yss8gt vdk5im t12ejs jd2o7u bdsrt9 ppba5f 1e4e075 1tklr3f 13ofa49 empg13 1sbdro6 mmac5d 1fylm5s 1lm4ggh 1fkpay6',
    )
  })

  it('agree in a band as often as their similarity says, even when there are only a few words', () => {
    const random = createRandom(2)
    const agreeing = (size: number, changed: number) => {
      const fingerprint = createFingerprinter()
      let agreed = 0
      let similarity = 0
      const rounds = 2000
      for (let round = 0; round < rounds; round++) {
        const one = words(random, size)
        const other = one.map((word, i) => (i < changed ? `${word}x` : word))
        const [a, b] = [one, other].map((text) => {
          const found = fingerprint(text.join(' '))
          return { shingles: new Set(found.shingles), keys: [...found.bandKeys] }
        }) as [{ shingles: Set<number>; keys: number[] }, { shingles: Set<number>; keys: number[] }]
        agreed += a.keys.filter((key, band) => key === b.keys[band]).length / BANDS / rounds
        const shared = [...a.shingles].filter((shingle) => b.shingles.has(shingle)).length
        similarity += shared / (a.shingles.size + b.shingles.size - shared) / rounds
      }
      return { agreed, expected: similarity ** 6 }
    }
    for (const [size, changed] of [
      [12, 1],
      [30, 2],
      [200, 20],
      [600, 100],
    ] as const) {
      const { agreed, expected } = agreeing(size, changed)
      expect(Math.abs(agreed - expected)).toBeLessThan(0.03)
    }
  })
})

describe('the index', () => {
  const brute = (documents: readonly string[], threshold: number) => {
    const sets = documents.map(wordShingles)
    return sets.map((set, i) =>
      sets.slice(0, i).flatMap((earlier, document) => {
        const shared = [...set].filter((shingle) => earlier.has(shingle)).length
        const union = set.size + earlier.size - shared
        return shared > 0 && shared >= threshold * union ? [{ document, shared, union }] : []
      }),
    )
  }

  it('finds what comparing all with all finds, with the same figures', () => {
    const random = createRandom(3)
    const originals = Array.from({ length: 40 }, () => words(random, 20 + Math.floor(random() * 200)))
    const documents = Array.from({ length: 400 }, () => {
      const copy = [...(originals[Math.floor(random() * originals.length)] as string[])]
      for (let edits = Math.floor(random() * 4); edits > 0; edits--)
        copy.splice(Math.floor(random() * copy.length), Math.floor(random() * 2), 'edited')
      return copy.join(' ')
    })
    for (const threshold of [0.8, 0.9, 1]) {
      const index = createNearIndex({ threshold })
      expect(documents.map((document) => index.add(document))).toEqual(brute(documents, threshold))
    }
  })

  it('finds 998 of 1000 pairs that are barely similar enough', () => {
    const random = createRandom(4)
    let found = 0
    const pairs = 4000
    const index = createNearIndex()
    for (let pair = 0; pair < pairs; pair++) {
      const one = words(random, 184)
      // Four words far from each other change twenty of 180 runs: 160 shared of 200.
      const other = one.map((word, i) => (i % 45 === 22 && i < 180 ? `${word}x` : word))
      index.add(one.join(' '))
      const matches = index.add(other.join(' '))
      expect(matches.filter(({ document }) => document !== pair * 2)).toEqual([])
      if (matches[0]) {
        expect(matches[0]).toEqual({ document: pair * 2, shared: 160, union: 200 })
        found++
      }
    }
    expect(found / pairs).toBeGreaterThanOrEqual(0.998)
  })

  it('texts without words resemble nothing, and those of fewer than five words only themselves', () => {
    const index = createNearIndex()
    const added = ['', '…!', '', 'two words', 'Two, words!', 'words two', 'two', 'two words more'].map(
      (text) => index.add(text).map(({ document }) => document),
    )
    expect(added).toEqual([[], [], [], [], [3], [], [], []])
  })

  it('compares a new document with a bounded number of earlier ones, the latest', () => {
    const index = createNearIndex({ candidates: 5 })
    const found = Array.from({ length: 50 }, () => index.add('the same six words each time'))
    expect(found.at(-1)?.map(({ document }) => document)).toEqual([44, 45, 46, 47, 48])
  })

  it('gives the same for fingerprints that were made elsewhere', () => {
    const [one, other] = [createNearIndex(), createNearIndex()]
    const fingerprint = createFingerprinter()
    const random = createRandom(5)
    const documents = Array.from({ length: 3000 }, (_, i) =>
      words(createRandom(i % 1000), 20 + (random() < 0.5 ? 1 : 0)),
    )
    for (const document of documents) {
      const text = document.join(' ')
      expect(one.addFingerprint(fingerprint(text))).toEqual(other.add(text))
    }
  })
})

it('a list of words holds what was put in, across its chunks', () => {
  const list = createWordList()
  const all = Uint32Array.from({ length: 700_000 }, (_, i) => Math.imul(i, 0x9e3779b1))
  for (let at = 0; at < all.length; ) {
    const take = Math.min(1 + (at % 99_991), all.length - at)
    expect(list.append(all.subarray(at, at + take))).toBe(at)
    at += take
  }
  expect(list.length).toBe(all.length)
  for (const [from, end] of [
    [0, 10],
    [262_100, 262_200],
    [5, 600_000],
    [699_999, 700_000],
    [700_000, 700_000],
  ] as const) {
    const words = list.slice(from, end)
    expect(words).toHaveLength(end - from)
    expect(words.every((word, i) => word === all[from + i])).toBe(true)
  }
  list.set(262_144, 7)
  expect(list.get(262_144)).toBe(7)
})
