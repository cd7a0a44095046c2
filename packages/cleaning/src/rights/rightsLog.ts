import { findNotices, isWorthALook } from './findNotices.ts'
import { loadLicenseTable } from './loadLicenseTable.ts'
import { matchLicenses } from './matchLicenses.ts'
import type { Right, RightKind } from './right.ts'

/** What a report says of rights: how often, and which licenses, but no text that somebody wrote. */
export type RightsTally = { kind: RightKind; spdx?: readonly string[]; count: number }

export type RightsLog = ReturnType<typeof createRightsLog>

/**
 * Notices and license texts in the cells of a file, in the order of its rows. The texts of licenses are looked for from
 * the first mention of a license on, because only then their table is worth loading.
 */
export const createRightsLog = (limit: number) => {
  const listed: Right[] = []
  const tallies = new Map<string, RightsTally>()
  let waiting: string[] = []
  let mentioned = false
  let matcher: ReturnType<typeof matchLicenses> | undefined

  const add = (right: Right) => {
    const key = `${right.kind} ${right.spdx?.join(' ') ?? ''}`
    const tally = tallies.get(key)
    if (tally) tally.count++
    else
      tallies.set(key, {
        kind: right.kind,
        ...(right.spdx === undefined ? {} : { spdx: right.spdx }),
        count: 1,
      })
    if (listed.length < limit) listed.push(right)
  }

  return {
    add,

    /** One cell of a row that is lent. */
    read(row: number, column: string, text: string) {
      if (isWorthALook(text)) {
        mentioned = true
        for (const notice of findNotices(text)) add({ ...notice, where: { row, column } })
      }
      if (mentioned) waiting.push(text)
    },

    /** After each batch, so that what waits stays small. */
    async settle() {
      if (waiting.length === 0) return
      matcher ??= matchLicenses(await loadLicenseTable())
      for (const text of waiting) matcher.add(text)
      waiting = []
    },

    /** Call once, after the last batch is settled. */
    report(): { listed: Right[]; tallies: RightsTally[] } {
      for (const { spdx, coverage } of matcher?.matches() ?? [])
        add({
          kind: 'license',
          where: {},
          spdx,
          text: `${Math.round(coverage * 100)} % of the text of ${spdx.join(' or ')}`,
        })
      const byName = (one: RightsTally, other: RightsTally) =>
        keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0
      return { listed, tallies: [...tallies.values()].sort(byName) }
    },
  }
}

const keyOf = ({ kind, spdx }: RightsTally) => `${kind} ${spdx?.join(' ') ?? ''}`
