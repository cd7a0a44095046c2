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
import { readConll, readGenres, readShared } from './markedTexts.ts'
import {
  askPresidio,
  type Judged,
  type Marked,
  type PresidioAnswer,
  recallOf,
  type Score,
  scoreWords,
} from './scoring.ts'

export type PersonalDataOptions = {
  /** With `pii/generated_large.json` and, if it is there, `wnut17/emerging.test.annotated`. */
  data?: string | undefined
  /** A Python with presidio-analyzer, presidio-evaluator and an English model of spaCy. */
  python?: string | undefined
}

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

const peerOf = (asked: PresidioAnswer | undefined): Pick<BenchRow, 'peer' | 'peerValue'> =>
  asked?.presidio
    ? { peer: `Presidio ${asked.version}, ${asked.model}`, peerValue: digits(asked.presidio.usual.f2) }
    : {}

const noteOf = (own: Score, asked: PresidioAnswer | undefined, more: string): string =>
  [
    asked
      ? `by presidio-evaluator: ${inWords(asked.ours.usual)}`
      : 'presidio-evaluator was not there: counted by us',
    ...(asked ? [`every sign counted too: F2 ${asked.ours.strict.f2.toFixed(3)}`] : []),
    `every word and no sign: ${inWords(own)}`,
    ...(asked?.presidio ? [`Presidio: ${inWords(asked.presidio.usual)}`] : []),
    more,
  ].join('; ')

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

export const measurePersonalData = async ({
  data,
  python = 'python3',
}: PersonalDataOptions): Promise<BenchRow[]> => {
  const shipped = createTagger(unpackModel(MODEL))
  const judge = (texts: readonly { text: string; gold: Marked[] }[]): Judged[] =>
    texts.map(({ text, gold }) => ({ text, gold, found: unmarkedLeftOut(findWith(text, shipped)) }))
  const rows: BenchRow[] = []
  const shared = data === undefined ? '' : join(data, 'pii/generated_large.json')
  const genres = readGenres()

  if (existsSync(shared)) {
    const json = readFileSync(shared, 'utf8')
    const gold = readShared(json)
    const judged = judgeByFolds(readCorpus(json).map((text, i) => ({ ...text, gold: gold[i] as Marked[] })))
    const own = scoreWords(judged)
    const asked = await askPresidio(python, judged)
    const f2 = digits((asked?.ours.usual ?? own).f2)
    const note = noteOf(
      own,
      asked,
      `${judged.length} texts, ${folds} folds that share no template, split by template_id`,
    )
    rows.push(
      {
        id: 'personal data, F2 by folds without shared templates',
        value: f2,
        unit: 'F2',
        goal: '≥ .90',
        ...peerOf(asked),
        note,
      },
      { id: 'the same, stretch', value: f2, unit: 'F2', goal: '≥ .95', stretch: true },
    )
  } else {
    rows.push({
      id: 'personal data, F2 by folds without shared templates',
      value: null,
      unit: 'F2',
      goal: '≥ .90',
      note: source,
    })
  }

  const apart = judge(genres)
  const own = scoreWords(apart)
  const asked = await askPresidio(python, apart)
  rows.push(
    {
      id: 'out of domain: texts of many genres, F2',
      value: digits((asked?.ours.usual ?? own).f2),
      unit: 'F2',
      ...peerOf(asked),
      note: noteOf(
        own,
        asked,
        `${genres.length} texts in bench/cleaning/genres.txt, by the same hand as training/templates.txt`,
      ),
    },
    {
      id: 'out of domain: names of people found whole',
      value: digits(recallOf(apart, 'person')),
      unit: 'share',
    },
  )
  const tweets = data === undefined ? '' : join(data, 'wnut17/emerging.test.annotated')
  if (existsSync(tweets)) {
    const names = judge(readConll(readFileSync(tweets, 'utf8'))).map((one) => ({
      ...one,
      // Only people, places and organisations are marked there.
      found: one.found.filter(({ type }) => ['person', 'location', 'organization', 'address'].includes(type)),
    }))
    const counted = scoreWords(names)
    const answer = await askPresidio(python, names)
    rows.push({
      id: 'out of domain: names in posts and comments (WNUT 17), F2',
      value: digits((answer?.ours.usual ?? counted).f2),
      unit: 'F2',
      ...peerOf(answer),
      note: noteOf(counted, answer, `${names.length} texts; ${sourceOfTweets}`),
    })
  } else
    rows.push({
      id: 'out of domain: names in posts and comments (WNUT 17), F2',
      value: null,
      unit: 'F2',
      note: sourceOfTweets,
    })

  const { valid, invalid } = checksummedNumbers()
  const foundAs = (type: string, text: string) =>
    findPersonalData(text, context).some((found) => found.type === type)
  const hits = valid.filter(({ type, text }) => foundAs(type, text)).length
  const mistakes = invalid.filter(({ type, text }) => foundAs(type, text)).length
  rows.push(
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
    {
      id: 'speed on running text, rules and tagger',
      value: +speedOf(genres.map(({ text }) => text)).toFixed(2),
      unit: 'MB/s',
      goal: '≥ 1',
      ...(asked?.megabytesPerSecond === undefined
        ? {}
        : {
            peer: `Presidio ${asked.version}, ${asked.model}`,
            peerValue: +asked.megabytesPerSecond.toFixed(4),
          }),
      note: `of processor time, the least of ${rounds} rounds; cells of 2,000 characters in which there is something in every line`,
    },
    { id: 'false alarms in the samples’ figures', value: await falseAlarms(), unit: 'findings', goal: '≤ 0' },
    {
      id: 'size of the tagger’s model',
      value: gzipSync(Buffer.from(MODEL, 'base64')).length,
      unit: 'bytes gzipped',
      goal: '≤ 1000000',
    },
  )
  return rows
}
