/**
 * What cleaning finds, what it costs, and others’ tools on the same data. `npm run bench:cleaning`
 *
 * Peers are installed from PyPI into `.cache`, in the versions that `cleaning/installPeers.ts` pins.
 */
import { measureNearDuplicates } from './cleaning/nearDuplicates.ts'
import { report } from './report.ts'

report('cleaning', await measureNearDuplicates())
