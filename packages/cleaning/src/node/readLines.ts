import { createReadStream } from 'node:fs'

const LF = 0x0a

/** Lines of UTF-8 that end in a newline and nothing else: in JSON, U+2028 is a letter like any other. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let parts: Uint8Array[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = chunk as Buffer
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(LF, from)
      const part = bytes.subarray(from, end < 0 ? bytes.length : end)
      from += part.length + 1
      if (end < 0) parts.push(part)
      else if (parts.length === 0) yield decoder.decode(part)
      else {
        yield decoder.decode(Buffer.concat([...parts, part]))
        parts = []
      }
    }
  }
}
