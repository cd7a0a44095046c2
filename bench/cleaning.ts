/**
 * What cleaning finds, what it costs, and others’ tools on the same data.
 * `npm run bench:cleaning -- --data DIR --python PYTHON`
 *
 * DIR holds what does not ship, and PYTHON is one with presidio-analyzer, presidio-evaluator and an English model of
 * spaCy; rows say what was not there. Other peers are installed from PyPI into `.cache`, in the versions that
 * `cleaning/installPeers.ts` pins.
 */
import { parseArgs } from 'node:util'
import { measureNearDuplicates } from './cleaning/nearDuplicates.ts'
import { measurePersonalData } from './cleaning/personalData.ts'
import { report } from './report.ts'

const { values } = parseArgs({ options: { data: { type: 'string' }, python: { type: 'string' } } })

report('cleaning', [...(await measureNearDuplicates()), ...(await measurePersonalData(values))])
