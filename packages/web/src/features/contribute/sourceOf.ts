import type { Source } from '@usufruct/cleaning/types'

/** Reads the file again for each pass: a large one is never in memory as a whole. */
export const sourceOf = (file: File): Source => ({
  name: file.name,
  size: file.size,
  slice: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  bytes: async function* () {
    const reader = file.stream().getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  },
})
