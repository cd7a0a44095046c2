/** What is found in pictures: near-duplicates, faces and print. `npm run bench:pictures -- --data DIR` */
import { parseArgs } from 'node:util'
import { measurePictures } from './cleaning/pictures.ts'
import { report } from './report.ts'

const { values } = parseArgs({ options: { data: { type: 'string' } } })
report('pictures', await measurePictures({ data: values.data }))
