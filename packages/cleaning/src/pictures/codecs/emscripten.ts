import type { Pixels } from '../picture.ts'
import type { AssetName } from './assetName.ts'
import { wasmModule } from './wasmModule.ts'

type Factory<Codec> = (options: {
  noInitialRun: boolean
  instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => object
  print: () => void
  printErr: () => void
}) => Promise<Codec>

/** What the packages’ own types leave out. */
export type Decoder = { decode(bytes: Uint8Array, turned?: boolean): Pixels | null }
export type Encoder<Options> = {
  encode(data: Uint8ClampedArray, width: number, height: number, options: Options): Uint8Array | null
}

/** A fresh instance of a codec that Emscripten compiled. What it has to say goes nowhere. */
export const startCodec = async <Codec>(factory: Factory<Codec>, name: AssetName): Promise<Codec> => {
  const module = await wasmModule(name)
  return factory({
    noInitialRun: true,
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports)
      done(instance)
      return instance.exports
    },
    print: () => {},
    printErr: () => {},
  })
}
