import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Provenance } from '@usufruct/sdk/http/routes/contribute'
import { listOf } from '../../ui/words.ts'

export type SpecialCategory = Provenance['specialCategories'][number]

/** What the member answers. Nothing is chosen for them: an empty answer is one they have not given yet. */
export type LendForm = {
  origin: Provenance['origin'] | null
  othersInIt: Provenance['othersInIt'] | null
  /** Empty: none of them, said as such. */
  special: SpecialCategory[] | null
  source: string
  madeByAi: Provenance['madeByAi'] | null
  /** Doubts that they have looked at and let stand, by their text. */
  confirmed: string[]
  purposes: Purpose[]
  lastDay: string
}

export const emptyForm = (lastDay: string): LendForm => ({
  origin: null,
  othersInIt: null,
  special: null,
  source: '',
  madeByAi: null,
  confirmed: [],
  purposes: [],
  lastDay,
})

export const provenanceOf = ({
  origin,
  othersInIt,
  special,
  source,
  madeByAi,
}: LendForm): Provenance | null =>
  origin && othersInIt && special && madeByAi
    ? { origin, othersInIt, specialCategories: special, madeByAi, source: source.trim() }
    : null

type Around = {
  hasFile: boolean
  /** Still being read. */
  reading: number
  /** With findings that nobody has looked at yet. */
  unseen: readonly string[]
  /** A permission that stands is neither read nor chosen anew. */
  hasPermission: boolean
  canRead: boolean
  takesSpecial: boolean
  /** Answers that do not go together with what is in the files. */
  doubts: number
  dayProblem: boolean
}

/** What still keeps the form from being sent, in words; empty when nothing does. */
export const missingFrom = (
  form: LendForm,
  { hasFile, reading, unseen, hasPermission, canRead, takesSpecial, doubts, dayProblem }: Around,
): string[] => [
  ...(hasFile || reading > 0 || unseen.length > 0 ? [] : ['choose a file']),
  ...(reading > 0 ? ['wait until all is read'] : []),
  ...(unseen.length > 0 ? [`look at what was found in ${listOf(unseen)}`] : []),
  ...(hasPermission || canRead ? [] : ['say in which language you read the agreement']),
  ...(hasPermission || form.purposes.length > 0 ? [] : ['allow at least one use']),
  ...(hasPermission || !dayProblem ? [] : ['choose the last day']),
  ...(form.origin ? [] : ['say whose data it is']),
  ...(form.othersInIt ? [] : ['say whether anyone else is in it']),
  ...(form.special === null
    ? ['say whether it is about health or the like']
    : form.special.length > 0 && !takesSpecial
      ? ['take out what this co-op does not take']
      : []),
  ...(form.madeByAi ? [] : ['say whether AI made any of it']),
  ...(doubts > 0 ? ['clear up what does not go together'] : []),
]
