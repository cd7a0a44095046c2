import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isFindingType } from '../detect/findingTypes.ts'
import { CleaningError } from '../errors.ts'
import { entityOf, findingTypeOf } from '../transformer/findingTypeOf.ts'
import type { FindingType } from '../types.ts'

export type ModelFolder = {
  sha256: string
  types: (FindingType | undefined)[]
  unused: string[]
  /** The longest sequence that its configuration allows, if it says. */
  longest: number | undefined
  /** How the library calls the variant of the weights that is there. */
  dtype: string
}

const MOST_BYTES = 4 * 1024 ** 3
const MOST_JSON_BYTES = 64 * 1024 ** 2
const MOST_LABELS = 1_000
/** What a member says about labels that are unknown here, or known as something else. */
const OVERRIDES = 'usufruct.json'

/** Variants of the weights as their files are named; the most exact is taken of those that are there. */
const VARIANTS = [
  ['model.onnx', 'fp32'],
  ['model_fp16.onnx', 'fp16'],
  ['model_quantized.onnx', 'q8'],
  ['model_int8.onnx', 'int8'],
  ['model_uint8.onnx', 'uint8'],
  ['model_q4.onnx', 'q4'],
  ['model_q4f16.onnx', 'q4f16'],
  ['model_bnb4.onnx', 'bnb4'],
] as const

/**
 * Reads what a folder with a token classifier says about itself, as Hugging Face lays one out.
 * @throws CleaningError `MODEL_UNSUITABLE` or `MODEL_TOO_LARGE`, naming the file
 */
export const readModelFolder = async (folder: string): Promise<ModelFolder> => {
  const weights = await readdir(join(folder, 'onnx')).catch((): string[] => [])
  const variant = VARIANTS.find(([file]) => weights.includes(file))
  if (!variant)
    throw unsuitable(
      folder,
      `has none of ${VARIANTS.map(([file]) => `onnx/${file}`).join(', ')}`,
      'Name the folder of a token-classification model in the ONNX form; Optimum exports it from others.',
    )
  const config = await readJson(folder, 'config.json')
  const labels = labelsOf(folder, config)
  const overrides = await readOverrides(folder)
  const types = labels.map((label) => {
    const entity = entityOf(label)
    return Object.hasOwn(overrides, entity) ? (overrides[entity] ?? undefined) : findingTypeOf(entity)
  })
  if (types.every((type) => type === undefined))
    throw unsuitable(
      folder,
      `tells apart ${[...new Set(labels)].slice(0, 12).join(', ')}, of which nothing is known here`,
      `Say what they are in ${OVERRIDES} beside its config.json, such as {"labels": {"LABEL_1": "person"}}.`,
    )
  const named = labels.filter((_, i) => types[i] === undefined).map(entityOf)
  const external = weights.filter((file) => file.startsWith(`${variant[0]}_data`))
  const { max_position_embeddings: longest } = config
  return {
    sha256: await hashFiles(folder, [
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      ...(Object.keys(overrides).length > 0 ? [OVERRIDES] : []),
      ...[variant[0], ...external].map((file) => `onnx/${file}`),
    ]),
    types,
    unused: [...new Set(named)].filter((entity) => entity !== 'O'),
    longest: typeof longest === 'number' ? longest : undefined,
    dtype: variant[1],
  }
}

const labelsOf = (folder: string, { id2label }: Record<string, unknown>): string[] => {
  const entries = Object.entries(typeof id2label === 'object' && id2label !== null ? id2label : {})
  const labels: unknown[] = []
  for (const [id, label] of entries) if (/^\d{1,3}$/.test(id)) labels[Number(id)] = label
  if (labels.length === 0 || labels.length > MOST_LABELS || labels.length !== entries.length)
    throw unsuitable(folder, 'has no list of labels, id2label, in its config.json', 'Name a model that has.')
  return labels.map((label) => String(label))
}

const readOverrides = async (folder: string): Promise<Record<string, FindingType | null>> => {
  const { labels } = await readJson(folder, OVERRIDES, {})
  if (labels === undefined) return {}
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    throw unsuitable(
      folder,
      `has labels in ${OVERRIDES} that are no object`,
      'Write {"labels": {"LABEL_1": "person"}}.',
    )
  for (const [label, type] of Object.entries(labels))
    if (type !== null && !(typeof type === 'string' && isFindingType(type)))
      throw unsuitable(
        folder,
        `calls ${label} “${String(type)}” in ${OVERRIDES}, which is no kind of finding`,
        'Use a kind that an inspection names, such as person or address, or null for none.',
      )
  return labels as Record<string, FindingType | null>
}

const readJson = async (
  folder: string,
  name: string,
  missing?: Record<string, unknown>,
): Promise<Record<string, unknown>> => {
  const path = join(folder, name)
  const size = await sizeOf(path)
  if (size === undefined) {
    if (missing) return missing
    throw unsuitable(folder, `has no ${name}`, 'Name a folder as Hugging Face lays out models.')
  }
  if (size > MOST_JSON_BYTES) throw tooLarge(path, MOST_JSON_BYTES)
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw unsuitable(folder, `has a ${name} that is no JSON object`, 'Fetch the model again.')
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  )

/** SHA-256 over each file's name and SHA-256, in order of names. */
const hashFiles = async (folder: string, names: readonly string[]): Promise<string> => {
  const whole = createHash('sha256')
  let bytes = 0
  for (const name of [...names].sort()) {
    const path = join(folder, name)
    const size = await sizeOf(path)
    if (size === undefined)
      throw unsuitable(folder, `has no ${name}`, 'Name a folder as Hugging Face lays out models.')
    bytes += size
    if (bytes > MOST_BYTES) throw tooLarge(folder, MOST_BYTES)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    whole.update(`${name} ${hash.digest('hex')}\n`)
  }
  return whole.digest('hex')
}

const unsuitable = (folder: string, problem: string, hint: string) =>
  new CleaningError('MODEL_UNSUITABLE', `The model in ${folder} ${problem}.`, hint, { folder })

const tooLarge = (path: string, limit: number) =>
  new CleaningError(
    'MODEL_TOO_LARGE',
    `${path} has more than ${limit} bytes.`,
    'Use a smaller or a quantised model.',
    { path, limit },
  )
