/** What pictures need that is not code: codecs compiled to WebAssembly, and the numbers of the face detector. */
export type AssetName = 'decodeJpeg' | 'encodeJpeg' | 'png' | 'decodeWebp' | 'encodeWebp' | 'faces'
