// Told apart as a process of its own, so that its memory is this index and little else.
import { createNearIndex } from '@usufruct/cleaning/duplicates/near/nearIndex'
import { mixedDocuments } from './licenseTexts.ts'

const wanted = Number(process.argv[2])
const index = createNearIndex()
let added = 0
let matched = 0
for (const document of mixedDocuments()) {
  if (index.add(document).length > 0) matched++
  if (++added === wanted) break
}
console.log(JSON.stringify({ added, matched, peakKiB: process.resourceUsage().maxRSS }))
