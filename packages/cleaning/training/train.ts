/**
 * Trains the tagger anew and writes it where it ships: `npm run train -w @usufruct/cleaning -- --data FILE`, where FILE
 * is `generated_large.json` of presidio-research. The same file gives the same bytes.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { packModel } from '../src/tagger/packModel.ts'
import { readCorpus } from './corpus.ts'
import { createRandom } from './random.ts'
import { ownCorpus } from './templates.ts'
import { DEFAULT_TRAINING, trainTagger } from './trainTagger.ts'
import { buildLists } from './wordLists.ts'

const TEMPLATES_SEED = 2026
const TRAINING_SEED = 1126

const { values } = parseArgs({ options: { data: { type: 'string' } } })
if (values.data === undefined) {
  console.error('Name the training text: --data FILE, presidio-research’s generated_large.json (MIT).')
  process.exit(2)
}
const json = readFileSync(values.data)
const shared = readCorpus(json.toString('utf8'))
const own = ownCorpus(createRandom(TEMPLATES_SEED))
const model = trainTagger([...shared, ...own], buildLists(), DEFAULT_TRAINING, createRandom(TRAINING_SEED))
const packed = packModel(model)
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const folder = new URL('../src/tagger/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(
  new URL('model.ts', folder),
  `// Made by training/train.ts; see ../MODEL.md. Trained on text with SHA-256\n// ${sha256(json)} and on training/templates.txt.\nexport const MODEL_SHA256 = '${sha256(packed)}'\nexport const MODEL =\n  '${packed}'\n`,
)
console.log(
  `${shared.length} shared and ${own.length} own texts; ${packed.length} characters, ${gzipSync(Buffer.from(packed, 'base64')).length} bytes gzipped; SHA-256 ${sha256(packed)}`,
)
