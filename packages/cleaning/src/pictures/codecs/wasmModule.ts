import { loadAsset } from '#pictureAsset'
import type { AssetName } from './assetName.ts'

const modules = new Map<AssetName, Promise<WebAssembly.Module>>()

/**
 * A codec, compiled once and on demand. Every picture gets an instance of its own: what a hostile one did to a
 * codec's memory ends with it, and the memory goes back.
 */
export const wasmModule = (name: AssetName): Promise<WebAssembly.Module> => {
  let module = modules.get(name)
  if (!module) {
    module = loadAsset(name).then((bytes) => WebAssembly.compile(bytes))
    // A page that was offline for a moment may try again.
    module.catch(() => modules.delete(name))
    modules.set(name, module)
  }
  return module
}
