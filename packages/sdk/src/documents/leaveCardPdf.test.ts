import { decodeQR } from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { leaveCardPdf } from './leaveCardPdf.ts'
import { qrPath, qrSquares } from './qrImage.ts'
import { joinPayload, joinScanned, splitPayload } from './splitPayload.ts'
import { readPdf } from './testing/readPdf.ts'
import { account, at, members } from './testing/samples.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const payloadOf = (length: number) =>
  Array.from({ length }, (_, at) => alphabet[(at * 31 + (at >> 3)) % alphabet.length]).join('')

/** Squares as a picture, eight dots each. */
const scan = (squares: boolean[][]) => {
  const size = squares.length * 8
  const data = new Uint8Array(size * size * 4).fill(255)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (squares[y >> 3]?.[x >> 3]) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
  return decodeQR({ width: size, height: size, data }, { timeLimit: Number.POSITIVE_INFINITY })
}

/** A path of `M x y h w v1 …` back to squares. */
const squaresOf = (path: string, size: number) => {
  const squares = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let dx = 0; dx < Number(width); dx++) (squares[Number(y)] as boolean[])[Number(x) + dx] = true
  return squares
}

const card = {
  dao: { name: 'Кооператив Tide', chainId: 31_337, members },
  account,
  permissions: [{ dataset: 'Palmer penguins', purposes: ['Academic research'], end: at + 86_400 * 365 }],
  holders: [{ name: 'Key holder 1', address: 'https://one.example' }],
  at,
}

describe('a leave card', () => {
  it('is a QR that a phone reads back', () => {
    const payload = payloadOf(1_200)
    expect(splitPayload(payload)).toEqual([payload])
    const squares = qrSquares(payload)
    expect(squaresOf(qrPath(squares), squares.length)).toEqual(squares)
    expect(scan(squares)).toBe(payload)
  })

  it('is several numbered ones when it is long, in any order', () => {
    const payload = `${payloadOf(3_000)}é漢`
    const parts = splitPayload(payload)
    expect(parts.map((part) => part.slice(0, 4))).toEqual(['1/3 ', '2/3 ', '3/3 '])
    expect(parts.map((part) => scan(qrSquares(part)))).toEqual(parts)
    expect(joinPayload([...parts].reverse())).toBe(payload)
    expect(joinScanned(`Scanned:\r\n${[...parts].reverse().join('\r\n')}\n`)).toBe(payload)
    expect(joinScanned('as it is\n')).toBe('as it is\n')
    expect(() => joinPayload(parts.slice(1))).toThrow('Parts 1 of 3 are missing')
    expect(() => joinPayload([])).toThrow('Nothing was scanned')
    expect(() => splitPayload(payloadOf(20_000))).toThrow('do not fit')
  })

  it('is one page with everything that using it takes', async () => {
    const payload = payloadOf(1_200)
    const pdf = await leaveCardPdf({ ...card, payload })
    const { pages, all, packed } = await readPdf(pdf)
    expect(pages).toHaveLength(1)
    for (const words of [
      'Leave card',
      'Кооператив Tide',
      account,
      'Palmer penguins until 2027-01-01: Academic research',
      '2026-01-01',
      'usufruct consent card --relay',
      'Hand it to anybody',
      'https://one.example',
    ])
      expect(all).toContain(words)
    // For whoever has no camera.
    expect(packed).toContain(payload)
    expect(Buffer.from(await leaveCardPdf({ ...card, payload })).equals(pdf)).toBe(true)
  })

  it('numbers its parts on paper', async () => {
    const { all } = await readPdf(
      await leaveCardPdf({ ...card, payload: payloadOf(2_000), pageSize: 'LETTER' }),
    )
    expect(all).toContain('Part 1 of 2')
    expect(all).toContain('Part 2 of 2')
  })
})
