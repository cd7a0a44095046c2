import { CleaningError } from '../errors.ts'
import { createRightsLog } from '../rights/rightsLog.ts'
import type { Choices, PictureFinding, ReportBody } from '../types.ts'
import type { ExaminedPicture, Seen } from './examinePicture.ts'

type Counts = NonNullable<ReportBody['pictures']>['findings']

const findingId = (row: number, { type, box }: Seen): string => `r${row}:${type}:${box.join(',')}`

/** Lists findings up to a limit, counts them all, and knows what the member chose about each. */
export const createPictureLog = (choices: Choices, limit: number) => {
  const keep = new Set(choices.keep)
  const cover = new Set(choices.cover)
  const coverAll = new Set(choices.coverAll)
  const unmet = new Set([...keep, ...cover])
  const counts = new Map<string, Counts[number]>()
  const listed: PictureFinding[] = []
  const kept: string[] = []
  const covered: string[] = []
  const rights = createRightsLog(limit)
  let total = 0
  let credentials = 0

  const covers = (row: number, seen: Seen): boolean => {
    const id = findingId(row, seen)
    return cover.has(id) || (coverAll.has(seen.type) && !keep.has(id))
  }

  const log = (finding: PictureFinding) => {
    const { type, action } = finding
    total++
    const key = `${type} ${action}`
    const count = counts.get(key) ?? { type, action, count: 0 }
    count.count++
    counts.set(key, count)
    if (listed.length < limit) listed.push(finding)
  }

  return {
    listed,
    kept,
    covered,
    rights: () => rights.report(),
    covers,

    add(row: number, { removed, seen, rights: notices }: ExaminedPicture) {
      for (const [i, { type, what, tags, bytes }] of removed.entries()) {
        if (what === 'content credentials') credentials++
        const excerpt = bytes > 0 ? `${what}, ${bytes} bytes` : what
        log({ id: `r${row}:${type}:${i}`, type, where: { row, tags }, action: 'strip', excerpt })
      }
      for (const one of seen) {
        const { type, box } = one
        const id = findingId(row, one)
        unmet.delete(id)
        const action = covers(row, one) ? 'cover' : keep.has(id) ? 'keep' : 'flag'
        if (action === 'cover' && covered.length < limit) covered.push(id)
        if (action === 'keep' && kept.length < limit) kept.push(id)
        log({ id, type, where: { row, box }, action, excerpt: `${box[2]} × ${box[3]} pixels` })
      }
      for (const { kind, where, text } of notices) rights.add({ kind, where: { row, tag: where }, text })
    },

    total: () => total,
    credentials: () => credentials,
    counts: (): Counts => [...counts.keys()].sort().map((key) => counts.get(key) as Counts[number]),

    /** A choice that meets nothing was made for another picture, or for another version of this one. */
    refuseUnknown() {
      if (unmet.size === 0) return
      throw new CleaningError(
        'UNKNOWN_FINDING',
        `${unmet.size} of the findings that were decided on do not exist in these pictures.`,
        'Inspect them again and choose from what is found now.',
        { unknown: [...unmet].slice(0, 100) },
      )
    },
  }
}
