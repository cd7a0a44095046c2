import { UsufructError } from './errors.ts'

/**
 * The purposes a consent can permit and an offer can ask for. Bit `i` of a `uint32` on chain is entry `i`
 * here, so the list only ever grows at its end.
 */
export const purposes = [
  { code: 'ai.pretrain', label: 'Train AI models from scratch' },
  { code: 'ai.finetune', label: 'Fine-tune AI models' },
  { code: 'ai.align', label: 'Make AI models safer and better behaved' },
  { code: 'ai.eval', label: 'Test AI models, without keeping anything' },
  { code: 'ai.distil', label: 'Train one model on the output of another' },
  { code: 'ai.synth', label: 'Generate synthetic data from it' },
  { code: 'ai.rag', label: 'Let an AI look things up in it' },
  { code: 'ai.index', label: 'Build a search index' },
  { code: 'ai.genai', label: 'Models that generate content' },
  { code: 'ai.nongen', label: 'Models that only classify or predict' },
  { code: 'research.academic', label: 'Academic research' },
  { code: 'research.noncommercial', label: 'Non-commercial research' },
  { code: 'research.commercial', label: 'Commercial research' },
  { code: 'tdm', label: 'Text and data mining' },
  { code: 'label', label: 'Create labels on it' },
  { code: 'analytics', label: 'Statistics without AI' },
  { code: 'redistribute', label: 'Pass the raw data on' },
  { code: 'bio.ident', label: 'Identify a person by their body' },
  { code: 'profile.person', label: 'Build a profile of a person' },
] as const

export type Purpose = (typeof purposes)[number]['code']

/** No consent form offers these, whatever a charter says; only a signed consent that names them permits them. */
export const prohibitedByDefault: readonly Purpose[] = ['redistribute', 'bio.ident', 'profile.person']

const codes = purposes.map((purpose) => purpose.code) as readonly Purpose[]

export const isPurpose = (value: string): value is Purpose => (codes as readonly string[]).includes(value)

/** @throws UsufructError `PURPOSE_UNKNOWN`, naming the known ones. */
export const parsePurposes = (values: readonly string[]): Purpose[] =>
  values.map((value) => {
    if (isPurpose(value)) return value
    throw new UsufructError({
      code: 'PURPOSE_UNKNOWN',
      message: `“${value}” is not a purpose this DAO knows.`,
      hint: `Choose from: ${codes.join(', ')}.`,
      details: { value },
    })
  })

export const purposesToBitmap = (list: readonly Purpose[]): number =>
  list.reduce((bitmap, purpose) => bitmap | (1 << codes.indexOf(purpose)), 0) >>> 0

/** @throws UsufructError `PURPOSE_UNKNOWN` for a bit without a purpose: a newer contract than this code. */
export const bitmapToPurposes = (bitmap: number): Purpose[] => {
  if (bitmap >>> codes.length !== 0)
    throw new UsufructError({
      code: 'PURPOSE_UNKNOWN',
      message: `The purpose bitmap 0x${bitmap.toString(16)} has bits this version does not know.`,
      hint: 'Upgrade Usufruct.',
      details: { bitmap },
    })
  return codes.filter((_, bit) => (bitmap >>> bit) & 1)
}

/** The bits that this version has a purpose for. */
export const knownPurposes = 2 ** codes.length - 1

/** Whether everything in `wanted` is permitted by `given`. */
export const covers = (given: number, wanted: number): boolean => (given & wanted) >>> 0 === wanted >>> 0
