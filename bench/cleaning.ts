/**
 * What cleaning finds, what it costs, and others’ tools on the same data.
 * `npm run bench:cleaning -- --data DIR --python PYTHON [--only PART,…] [--quick]`
 *
 * DIR holds what does not ship, and PYTHON is one with presidio-analyzer, presidio-evaluator and an English model of
 * spaCy; rows say what was not there, and where it can be had. Other peers are installed from PyPI into `.cache`, in
 * the versions that `cleaning/installPeers.ts` pins. A run of some parts keeps the rows of the others.
 */
import { parseArgs } from 'node:util'
import { measureBrowser } from './cleaning/browser.ts'
import { measureNearDuplicates } from './cleaning/nearDuplicates.ts'
import { measureNormalise } from './cleaning/normalise.ts'
import type { Part } from './cleaning/part.ts'
import { measurePersonalData } from './cleaning/personalData.ts'
import { measurePictures } from './cleaning/pictures.ts'
import { progress } from './cleaning/progress.ts'
import { type BenchRow, measuredNow, printRows, readRows, writeRows } from './report.ts'

const parts: Record<string, Part> = {
  near: measureNearDuplicates,
  personal: measurePersonalData,
  browser: measureBrowser,
  pictures: measurePictures,
  normalise: measureNormalise,
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    python: { type: 'string', default: 'python3' },
    only: { type: 'string', default: Object.keys(parts).join() },
    quick: { type: 'boolean', default: false },
  },
})

const measure = async (part: string, run: Part): Promise<BenchRow[]> => {
  const say = progress(part)
  const measured = measuredNow(part)
  say('begins')
  const rows = await run({ ...values, say }).catch((error: unknown): BenchRow[] => {
    say(String(error))
    const [what] = String(error).split('\n')
    return [{ id: `${part}, as a whole`, value: null, unit: '', note: `was not measured: ${what}` }]
  })
  say('is done')
  return rows.map((row) => ({ ...row, measured }))
}

const wanted = values.only.split(',')
const unknown = wanted.filter((part) => !Object.hasOwn(parts, part))
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(', ')}. Choose from ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const earlier = values.quick ? [] : readRows('cleaning')
const rowsByPart = new Map(
  Object.keys(parts).map((part) => [part, earlier.filter(({ measured }) => measured?.part === part)]),
)
const allRows = () => [...rowsByPart.values()].flat()
for (const part of wanted) {
  rowsByPart.set(part, await measure(part, parts[part] as Part))
  // After each, so that a run that is ended early leaves what it had.
  if (!values.quick) writeRows('cleaning', allRows())
}
printRows('cleaning', allRows())
if (values.quick) console.log('Measured on small inputs, to see that everything runs: nothing was written.')
