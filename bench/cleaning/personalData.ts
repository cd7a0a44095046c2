/** Personal data in text: what is found, what is missed, and at what speed; beside Presidio where Python has it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { clean } from '@usufruct/cleaning/clean'
import { findByRules } from '@usufruct/cleaning/detect/findByRules'
import { findPersonalData } from '@usufruct/cleaning/detect/findPersonalData'
import { MODEL } from '@usufruct/cleaning/tagger/generated/model'
import { createTagger, type Tagger } from '@usufruct/cleaning/tagger/model'
import { packModel, unpackModel } from '@usufruct/cleaning/tagger/packModel'
import { tagText } from '@usufruct/cleaning/tagger/tagText'
import { readCorpus, type Marked as Text } from '../../packages/cleaning/training/corpus.ts'
import { createRandom } from '../../packages/cleaning/training/random.ts'
import { ownCorpus } from '../../packages/cleaning/training/templates.ts'
import { DEFAULT_TRAINING, trainTagger } from '../../packages/cleaning/training/trainTagger.ts'
import { buildLists } from '../../packages/cleaning/training/wordLists.ts'
import type { BenchRow } from '../report.ts'
import { checksummedNumbers } from './checksummed.ts'
import { type MarkedText, readConll, readGenres, readShared } from './markedTexts.ts'
import type { Part, PartOptions } from './part.ts'
import {
  askPresidio,
  type Judged,
  type Marked,
  type NoAnswer,
  type PresidioAnswer,
  recallOf,
  type Score,
  scoreWords,
} from './scoring.ts'

const folds = 5
const seed = 1126
const megabytes = 2
const rounds = 3
const context = { column: '', regions: ['US'], phoneColumn: false, prose: true }

const source =
  'github.com/microsoft/presidio-research (MIT), data/generated_large.json; --data DIR names the folder that has pii/generated_large.json'
const sourceOfTweets =
  'github.com/leondz/emerging_entities_17 (CC BY 4.0): --data DIR with wnut17/emerging.test.annotated'

const findWith = (text: string, tagger: Tagger): Marked[] => {
  const byRules = findByRules(text, context, [])
  return [...byRules, ...tagText(text, byRules, [], tagger)]
}

/** Every text by a tagger that saw no text of the same template, our own sentences beside the shared ones. */
const judgeByFolds = (texts: readonly (Text & { gold: Marked[] })[]): Judged[] => {
  const own = ownCorpus(createRandom(2026))
  const lists = buildLists()
  const templates = [...new Set(texts.map(({ template }) => template))]
  const foldOf = new Map(templates.map((template, i) => [template, i % folds]))
  return Array.from({ length: folds }, (_, fold) => {
    const taught = texts.filter(({ template }) => foldOf.get(template) !== fold)
    const model = trainTagger([...taught, ...own], lists, DEFAULT_TRAINING, createRandom(seed))
    const tagger = createTagger(unpackModel(packModel(model)))
    return texts
      .filter(({ template }) => foldOf.get(template) === fold)
      .map(({ text, gold }) => ({ text, gold, found: unmarkedLeftOut(findWith(text, tagger)) }))
  }).flat()
}

// Kinds that none of the texts mark; a finding of one says nothing about the others.
const unmarkedLeftOut = (found: readonly Marked[]) => found.filter(({ type }) => type !== 'age')

const digits = (value: number) => +value.toFixed(4)
const percent = (value: number) => `${(value * 100).toFixed(1)} %`
const inWords = ({ precision, recall, f2 }: Score) =>
  `precision ${percent(precision)}, recall ${percent(recall)}, F2 ${f2.toFixed(3)}`

const peerOf = (asked: PresidioAnswer | NoAnswer): Pick<BenchRow, 'peer' | 'peerValue'> =>
  'presidio' in asked && asked.presidio
    ? { peer: `Presidio ${asked.version}, ${asked.model}`, peerValue: digits(asked.presidio.usual.f2) }
    : {}

const noteOf = (own: Score, asked: PresidioAnswer | NoAnswer, more: string): string =>
  [
    ...('missing' in asked
      ? [`presidio-evaluator did not answer (${asked.missing}): counted by us`]
      : [
          `by presidio-evaluator: ${inWords(asked.ours.usual)}`,
          `every sign counted too: F2 ${asked.ours.strict.f2.toFixed(3)}`,
          asked.presidio
            ? `Presidio: ${inWords(asked.presidio.usual)}`
            : 'Presidio itself had no English model of spaCy',
        ]),
    `every word and no sign: ${inWords(own)}`,
    more,
  ].join('; ')

/** As presidio-evaluator counts, where it is there. */
const scoreOf = (own: Score, asked: PresidioAnswer | NoAnswer): number =>
  digits(('missing' in asked ? own : asked.ours.usual).f2)

const speedOf = (texts: readonly string[]): number => {
  const whole = texts.join('\n\n')
  const text = whole.repeat(Math.max(1, Math.ceil((megabytes * 1e6) / whole.length)))
  const cells: string[] = []
  for (let at = 0; at < text.length; at += 2_000) cells.push(text.slice(at, at + 2_000))
  const bytes = new TextEncoder().encode(text).length
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage()
    for (const cell of cells) findPersonalData(cell, context)
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, user + system)
  }
  return bytes / least
}

/** Samples are figures of birds: what is found there outside of the notes, in which some is planted, is a mistake. */
const falseAlarms = async (): Promise<number> => {
  const folder = new URL('../../samples/penguins/', import.meta.url)
  let found = 0
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(new URL(name, folder))
    const { inspection } = await clean({ name, bytes })
    found += inspection.findings.filter(({ where }) => where.column !== 'notes').length
  }
  return found
}

const fileIn = (data: string | undefined, name: string): string =>
  data === undefined ? '' : join(data, name)

const judgeWith = (tagger: Tagger, texts: readonly MarkedText[]): Judged[] =>
  texts.map(({ text, gold }) => ({ text, gold, found: unmarkedLeftOut(findWith(text, tagger)) }))

const measureFolds = async ({ data, python, quick }: PartOptions): Promise<BenchRow[]> => {
  const path = fileIn(data, 'pii/generated_large.json')
  const figure = { id: 'personal data, F2 by folds without shared templates', unit: 'F2', goal: '≥ .90' }
  if (!existsSync(path)) return [{ ...figure, value: null, note: source }]
  const json = readFileSync(path, 'utf8')
  const gold = readShared(json)
  const texts = readCorpus(json).map((text, i) => ({ ...text, gold: gold[i] as Marked[] }))
  const judged = judgeByFolds(quick ? texts.slice(0, 300) : texts)
  const own = scoreWords(judged)
  const asked = await askPresidio(python, judged)
  const value = scoreOf(own, asked)
  const more = `${judged.length} texts, ${folds} folds that share no template, split by template_id`
  return [
    { ...figure, value, ...peerOf(asked), note: noteOf(own, asked, more) },
    { id: 'the same, stretch', value, unit: 'F2', goal: '≥ .95', stretch: true },
  ]
}

const measureGenres = async (
  tagger: Tagger,
  genres: readonly MarkedText[],
  { python }: PartOptions,
): Promise<{ rows: BenchRow[]; speed: Pick<BenchRow, 'peer' | 'peerValue'> }> => {
  const judged = judgeWith(tagger, genres)
  const own = scoreWords(judged)
  const asked = await askPresidio(python, judged)
  const more = `${genres.length} texts in bench/cleaning/genres.txt, by the same hand as training/templates.txt`
  const rows: BenchRow[] = [
    {
      id: 'out of domain: texts of many genres, F2',
      value: scoreOf(own, asked),
      unit: 'F2',
      ...peerOf(asked),
      note: noteOf(own, asked, more),
    },
    {
      id: 'out of domain: names of people found whole',
      value: digits(recallOf(judged, 'person')),
      unit: 'share',
    },
  ]
  const { peer } = peerOf(asked)
  if (peer === undefined || 'missing' in asked || asked.megabytesPerSecond === undefined)
    return { rows, speed: {} }
  return { rows, speed: { peer, peerValue: +asked.megabytesPerSecond.toFixed(4) } }
}

const measureTweets = async (tagger: Tagger, { data, python, quick }: PartOptions): Promise<BenchRow> => {
  const path = fileIn(data, 'wnut17/emerging.test.annotated')
  const figure = { id: 'out of domain: names in posts and comments (WNUT 17), F2', unit: 'F2' }
  if (!existsSync(path)) return { ...figure, value: null, note: sourceOfTweets }
  const texts = readConll(readFileSync(path, 'utf8'))
  const judged = judgeWith(tagger, quick ? texts.slice(0, 100) : texts).map((one) => ({
    ...one,
    // Only people, places and organisations are marked there.
    found: one.found.filter(({ type }) => ['person', 'location', 'organization', 'address'].includes(type)),
  }))
  const own = scoreWords(judged)
  const asked = await askPresidio(python, judged)
  const note = noteOf(own, asked, `${judged.length} texts; ${sourceOfTweets}`)
  return { ...figure, value: scoreOf(own, asked), ...peerOf(asked), note }
}

const measureNumbers = (): BenchRow[] => {
  const { valid, invalid } = checksummedNumbers()
  const foundAs = (type: string, text: string) =>
    findPersonalData(text, context).some((found) => found.type === type)
  const hits = valid.filter(({ type, text }) => foundAs(type, text)).length
  const mistakes = invalid.filter(({ type, text }) => foundAs(type, text)).length
  return [
    {
      id: 'checksummed numbers, recall',
      value: digits(hits / valid.length),
      unit: 'share',
      goal: '= 1',
      note: `${valid.length} made with a seed, of ${new Set(valid.map(({ what }) => what)).size} kinds`,
    },
    {
      id: 'checksummed numbers, precision',
      value: digits(hits / (hits + mistakes)),
      unit: 'share',
      goal: '≥ .99',
      note: `against ${invalid.length} with one digit changed`,
    },
  ]
}

export const measurePersonalData: Part = async (options) => {
  const { say } = options
  const shipped = createTagger(unpackModel(MODEL))
  const genres = readGenres()
  say(`trains ${folds} taggers, and asks Presidio about the same texts`)
  const byFolds = await measureFolds(options)
  say('looks at texts of other origin')
  const { rows: byGenres, speed } = await measureGenres(shipped, genres, options)
  const tweets = await measureTweets(shipped, options)
  say('looks for numbers with checksums, and at the samples')
  const rest: BenchRow[] = [
    ...measureNumbers(),
    {
      id: 'speed on running text, rules and tagger',
      value: +speedOf(genres.map(({ text }) => text)).toFixed(2),
      unit: 'MB/s',
      goal: '≥ 1',
      ...speed,
      note: `of processor time, the least of ${rounds} rounds; cells of 2,000 characters in which there is something in every line`,
    },
    { id: 'false alarms in the samples’ figures', value: await falseAlarms(), unit: 'findings', goal: '≤ 0' },
    {
      id: 'size of the tagger’s model',
      value: gzipSync(Buffer.from(MODEL, 'base64')).length,
      unit: 'bytes gzipped',
      goal: '≤ 1000000',
    },
  ]
  return [...byFolds, ...byGenres, tweets, ...rest]
}
