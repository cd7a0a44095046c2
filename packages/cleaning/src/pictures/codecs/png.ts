import type { Pixels } from '../picture.ts'
import { wasmModule } from './wasmModule.ts'

type Exports = {
  memory: WebAssembly.Memory
  decode(pointer: number, length: number): number
  encode(result: number, pointer: number, length: number, width: number, height: number, depth: number): void
  __wbindgen_malloc(length: number, alignment: number): number
  __wbindgen_add_to_stack_pointer(bytes: number): number
}

/**
 * The package's own bindings keep one instance for ever; these are the two calls that are used, on a fresh one.
 * Memory is not given back within an instance, since the instance itself is given up.
 */
const start = async () => {
  let pixels: Pixels | undefined
  const module = await wasmModule('png')
  const imports: WebAssembly.ModuleImports = {}
  for (const { name } of WebAssembly.Module.imports(module)) {
    imports[name] = name.startsWith('__wbg_newwithownedu8clampedarray')
      ? (from: number, length: number, width: number, height: number) => {
          const data = new Uint8ClampedArray(codec.memory.buffer, from >>> 0, length).slice()
          pixels = { width, height, data }
          return 0
        }
      : () => {
          throw new Error('the codec gave up')
        }
  }
  const codec = new WebAssembly.Instance(module, { wbg: imports }).exports as unknown as Exports
  const place = (bytes: ArrayLike<number>): number => {
    const pointer = codec.__wbindgen_malloc(bytes.length, 1) >>> 0
    new Uint8Array(codec.memory.buffer).set(bytes, pointer)
    return pointer
  }
  return { codec, place, decoded: () => pixels }
}

export const decodePng = async (bytes: Uint8Array): Promise<Pixels | undefined> => {
  const { codec, place, decoded } = await start()
  codec.decode(place(bytes), bytes.length)
  return decoded()
}

export const encodePng = async ({ width, height, data }: Pixels): Promise<Uint8Array> => {
  const { codec, place } = await start()
  const result = codec.__wbindgen_add_to_stack_pointer(-16)
  codec.encode(result, place(data), data.length, width, height, 8)
  const [from, length] = new Uint32Array(codec.memory.buffer, result, 2) as unknown as [number, number]
  return new Uint8Array(codec.memory.buffer, from, length).slice()
}
