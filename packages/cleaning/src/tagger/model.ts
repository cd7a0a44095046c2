import { createDecoder } from './decode.ts'
import { MODEL } from './generated/model.ts'
import { MARKER_TYPE } from './maskedSpans.ts'
import { type Model, unpackModel } from './packModel.ts'

export type Tagger = ReturnType<typeof createTagger>

export const createTagger = ({ weights, gazetteer, maskTypes }: Model) => {
  const indexes = new Map(maskTypes.map((type, i) => [type, i]))
  const other = indexes.get(MARKER_TYPE) ?? 0
  return {
    decode: createDecoder(weights, gazetteer, maskTypes),
    /** A type that training never met is known as something taken out. */
    maskIndex: (type: string): number => indexes.get(type) ?? other,
  }
}

let loaded: Tagger | undefined

/** The tagger that ships with the package, unpacked once. */
export const loadModel = (): Tagger => {
  loaded ??= createTagger(unpackModel(MODEL))
  return loaded
}
