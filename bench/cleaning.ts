/**
 * What cleaning finds, and others’ tools on the same data. `npm run bench:cleaning -- --data DIR --python PYTHON`
 *
 * DIR holds what does not ship, and PYTHON is one with presidio-analyzer, presidio-evaluator and an English model of
 * spaCy; rows say what was not there.
 */
import { parseArgs } from 'node:util'
import { measurePersonalData } from './cleaning/personalData.ts'
import { report } from './report.ts'

const { values } = parseArgs({ options: { data: { type: 'string' }, python: { type: 'string' } } })

report('cleaning', await measurePersonalData(values))
