import { closeSync, openSync, writeSync } from 'node:fs'

/** The same figures on every machine (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const header =
  'reading,station,kind,latitude,longitude,taken_on,taken_at,depth_m,salinity,count,valid,remark\n'
const kinds = ['Acartia', 'Calanus', 'Oithona', 'Temora', 'Pseudocalanus', 'Centropages']
const words =
  'net was torn by ice on the way up so the haul counts half and again in calm water near shore'.split(' ')
const odd = ['Brünnich’s guillemot, two', 'said “again”', 'Tromsø', 'São Tomé']

/** Whole and broken numbers, days, moments, answers, codes, short and longer texts; some quoted, some missing. */
const rowsFrom = function* (rows: number): Generator<string> {
  const random = createRandom(2026)
  const below = (limit: number) => Math.floor(random() * limit)
  const two = (value: number) => String(value).padStart(2, '0')
  const pick = (from: readonly string[]) => from[below(from.length)] as string
  const remark = (): string => {
    const chance = random()
    if (chance < 0.4) return ''
    if (chance < 0.42) return `"${pick(odd)}"`
    const text = Array.from({ length: 2 + below(10) }, () => pick(words)).join(' ')
    if (chance < 0.8) return text
    return chance < 0.95 ? `"${text}, ${below(100)}"` : `"${text} ""${pick(words)}"""`
  }
  for (let row = 1; row <= rows; row++) {
    const day = `20${two(10 + below(16))}-${two(1 + below(12))}-${two(1 + below(28))}`
    yield [
      row,
      `ST-${String(below(4000)).padStart(5, '0')}`,
      pick(kinds),
      (random() * 180 - 90).toFixed(5),
      (random() * 360 - 180).toFixed(5),
      day,
      `${day}T${two(below(24))}:${two(below(60))}:${two(below(60))}Z`,
      random() < 0.1 ? '' : (random() * 800).toFixed(1),
      random() < 0.05 ? 'NA' : (30 + random() * 8).toFixed(3),
      random() < 0.1 ? '' : below(100_000),
      random() < 0.7,
      remark(),
    ].join(',')
  }
}

/** Writes a CSV of so many rows. */
export const writeMixedTable = (path: string, rows: number): { bytes: number } => {
  const file = openSync(path, 'wx')
  let bytes = 0
  let waiting = header
  const flush = () => {
    bytes += writeSync(file, waiting)
    waiting = ''
  }
  for (const row of rowsFrom(rows)) {
    waiting += `${row}\n`
    if (waiting.length > 2 ** 20) flush()
  }
  flush()
  closeSync(file)
  return { bytes }
}
