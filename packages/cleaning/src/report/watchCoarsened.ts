import type { CoarseColumn } from '../generalise/coarseness.ts'
import type { Target } from '../planCleaning.ts'
import type { ReportBody } from '../types.ts'

/** Counts what of the rows that are lent was changed by making columns coarser. */
export const watchCoarsened = (targets: readonly Target[], chosen: readonly CoarseColumn[]) => {
  const changed = targets.map(() => 0)
  return {
    add(places: readonly number[]) {
      for (const place of places) changed[place] = (changed[place] as number) + 1
    },
    report: (): Pick<ReportBody, 'generalised'> =>
      chosen.length === 0
        ? {}
        : {
            generalised: targets.flatMap(({ column: { name } }, i) => {
              const to = chosen.find(({ column }) => column === name)?.to
              return to === undefined ? [] : [{ column: name, to, changed: changed[i] as number }]
            }),
          },
  }
}
