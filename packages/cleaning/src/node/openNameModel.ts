import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CleaningError } from '../errors.ts'
import { createNameModel, type NameModel } from '../transformer/nameModel.ts'
import { readModelFolder } from './modelFolder.ts'

export type NameModelOptions = {
  /** A folder in whose node_modules the library is, where it is not beside this package. */
  library?: string | undefined
  /** Of the clock, for one run over all files. */
  milliseconds?: number | undefined
}

/** The few of the library's functions that are called; it is no dependency, so its types are not there either. */
type Library = {
  env: { allowRemoteModels: boolean; useFSCache: boolean }
  AutoTokenizer: { from_pretrained(name: string, options: object): Promise<Tokenizer> }
  AutoModelForTokenClassification: { from_pretrained(name: string, options: object): Promise<Classifier> }
  Tensor: new (type: 'int64', data: BigInt64Array, dims: number[]) => unknown
}
type Tokenizer = {
  model_max_length?: number
  encode(text: string, options?: { add_special_tokens: boolean }): number[]
}
type Classifier = (inputs: object) => Promise<{ logits: { dims: number[]; data: ArrayLike<number> } }>

const PACKAGE = '@huggingface/transformers'
const MINUTES = 15
/** Longer sequences cost with their square, and names need no more around them. */
const LONGEST = 512

/**
 * Opens a token classifier from its files. Nothing is fetched from anywhere.
 * @throws CleaningError `MODEL_LIBRARY_MISSING`, `MODEL_UNSUITABLE`, `MODEL_TOO_LARGE`
 */
export const openNameModel = async (
  path: string,
  { library, milliseconds = MINUTES * 60_000 }: NameModelOptions = {},
): Promise<NameModel> => {
  const folder = resolve(path)
  const { sha256, types, unused, longest = LONGEST, dtype } = await readModelFolder(folder)
  const { env, AutoTokenizer, AutoModelForTokenClassification, Tensor } = await loadLibrary(library)
  env.allowRemoteModels = false
  env.useFSCache = false
  const local = { local_files_only: true }
  const opened = async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(folder, local)
    const model = await AutoModelForTokenClassification.from_pretrained(folder, {
      ...local,
      dtype,
      device: 'cpu',
    })
    return { tokenizer, model }
  }
  const { tokenizer, model } = await opened().catch((cause: unknown) => {
    throw notOpened(folder, cause)
  })
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false })
  const { before, after } = around(tokenizer, encode)
  const tensor = (ids: readonly number[]) =>
    new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length])

  return createNameModel({
    sha256,
    types,
    unused,
    encode,
    before,
    after,
    // Some count two positions that no word can have.
    longest: Math.min(LONGEST, longest - 2, tokenizer.model_max_length ?? LONGEST),
    milliseconds,
    async classify(pieces) {
      const inputs = { input_ids: tensor(pieces), attention_mask: tensor(pieces.map(() => 1)) }
      const { logits } = await model(inputs).catch((cause: unknown) => {
        throw notOpened(folder, cause)
      })
      const [, length = 0, labels = 0] = logits.dims
      if (length !== pieces.length || labels !== types.length)
        throw notOpened(
          folder,
          `its answer is ${logits.dims.join(' × ')}, not 1 × ${pieces.length} × ${types.length}`,
        )
      // No number is greater than one that is none, so such a model would find nothing, and nobody would know.
      if (Array.prototype.some.call(logits.data, Number.isNaN))
        throw notOpened(folder, 'its answer holds what is no number')
      return Int32Array.from({ length }, (_, i) => greatest(logits.data, i * labels, labels))
    },
  })
}

/** What the tokenizer puts before and after a text. */
const around = (tokenizer: Tokenizer, encode: (text: string) => number[]) => {
  const bare = encode('a')
  const whole = tokenizer.encode('a')
  const at = whole.findIndex((_, i) => bare.every((id, j) => whole[i + j] === id))
  return { before: whole.slice(0, at), after: whole.slice(at + bare.length) }
}

/** Equal ones go to the first. */
const greatest = (values: ArrayLike<number>, from: number, count: number): number => {
  let best = 0
  for (let i = 1; i < count; i++) if ((values[from + i] as number) > (values[from + best] as number)) best = i
  return best
}

const loadLibrary = async (folder: string | undefined): Promise<Library> => {
  const from = folder === undefined ? import.meta.url : pathToFileURL(join(resolve(folder), 'package.json'))
  try {
    return (await import(pathToFileURL(createRequire(from).resolve(PACKAGE)).href)) as Library
  } catch (cause) {
    throw new CleaningError(
      'MODEL_LIBRARY_MISSING',
      `A model is run by ${PACKAGE}, which is not installed.`,
      `Install it with “npm install --no-save --ignore-scripts ${PACKAGE}@4”, or let USUFRUCT_TRANSFORMERS name a folder where it is.`,
      { package: PACKAGE },
      cause,
    )
  }
}

const notOpened = (folder: string, cause: unknown) =>
  new CleaningError(
    'MODEL_UNSUITABLE',
    `The model in ${folder} cannot be run: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Check that it is a token-classification model in the ONNX form, with its tokenizer.',
    { folder },
    cause,
  )
