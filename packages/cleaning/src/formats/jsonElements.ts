import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'

/** Cuts the array at the commas of its first level, so that no more than one element is ever held. */
export async function* readElements(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<string> {
  let depth = 0
  let inString = false
  let escaped = false
  let element = ''
  let offset = 0
  let elements = 0
  const broken = (problem: string) =>
    new CleaningError(
      'INVALID_JSON',
      `${problem} (at character ${offset}, element ${elements + 1}).`,
      'Check that the file was saved completely.',
      { offset, element: elements + 1 },
    )

  for await (const piece of text) {
    let from = 0
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i)
      if (inString) {
        if (escaped) escaped = false
        else if (code === 0x5c) escaped = true
        else if (code === 0x22) inString = false
        continue
      }
      if (code === 0x22) inString = true
      else if (code === 0x5b || code === 0x7b) {
        depth++
        if (depth === 1 && code === 0x5b && element === '') from = i + 1
      } else if (code === 0x5d || code === 0x7d) {
        depth--
        if (depth === 0) {
          offset += i
          element += piece.slice(from, i)
          if (code !== 0x5d) throw broken('The array is closed by the wrong bracket')
          if (element.trim() !== '') yield element
          else if (elements > 0) throw broken('There is a comma before the end of the array')
          if (piece.slice(i + 1).trim() !== '') throw broken('There is something after the end of the array')
          for await (const more of text)
            if (more.trim() !== '') throw broken('There is something after the end of the array')
          return
        }
      } else if (code === 0x2c && depth === 1) {
        element += piece.slice(from, i)
        from = i + 1
        if (element.trim() === '') {
          offset += i
          throw broken('There is a comma with nothing before it')
        }
        yield element
        elements++
        element = ''
      }
    }
    if (depth > 0) element += piece.slice(from)
    offset += piece.length
    if (element.length > limits.recordBytes) {
      throw new CleaningError(
        'RECORD_TOO_LARGE',
        `Element ${elements + 1} of the array is longer than ${limits.recordBytes} bytes.`,
        'Lend smaller records.',
        { record: elements + 1, limit: limits.recordBytes },
      )
    }
  }
  throw broken('The array is never closed')
}
