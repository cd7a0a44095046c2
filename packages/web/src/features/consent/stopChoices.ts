import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { duration } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'

export type StopChoice = 'pause' | 'purpose' | 'erase'

/** One consequence: from when, and what. The last of a list is what cannot be had. */
export type Consequence = { when: string; what: string }

export const stopTitles: Record<StopChoice, { title: string; says: string; action: string; busy: string }> = {
  pause: {
    title: 'Pause new uses',
    says: 'Licenses bought before go on to their end; no new one includes your data. You can resume.',
    action: 'Pause',
    busy: 'Telling the key holders …',
  },
  purpose: {
    title: 'Stop some uses',
    says: 'Take back the uses you choose, and keep the others.',
    action: 'Stop these uses',
    busy: 'Signing …',
  },
  erase: {
    title: 'Stop and erase',
    says: 'All of it ends, for everyone, and whoever has your data has to delete it.',
    action: 'Stop and erase',
    busy: 'Telling the key holders …',
  },
}

/** Only what can be: nothing is left of a permission whose only use is stopped, and a pause is not paused. */
export const choicesFor = ({
  purposes,
  state,
  known,
}: Pick<Consent, 'purposes' | 'state' | 'known'>): StopChoice[] => [
  ...(state === 'live' ? (['pause'] as const) : []),
  ...(state === 'live' && known && purposes.length > 1 ? (['purpose'] as const) : []),
  'erase',
]

/** What a choice reaches today and what it does not, with the waits of this charter. */
export const consequencesOf = (
  choice: StopChoice,
  { charter }: Pick<DaoInfo, 'charter'>,
  { licenses }: Pick<Consent, 'licenses'>,
): Consequence[] => {
  const { recutWithin, licenseeDeletes } = charter.windows
  const recut = `Within ${duration(recutWithin)}`
  const deleted = `Within ${duration(licenseeDeletes)}`
  if (choice === 'pause')
    return [
      {
        when: 'At once',
        what: 'no license bought from now on opens your data, and your share of new income ends.',
      },
      { when: recut, what: 'a version without your data replaces the current one.' },
      {
        when: 'Until they end',
        what:
          licenses === 0
            ? 'licenses bought before would go on. There are none with your data now.'
            : `${plural(licenses, 'license')} bought before ${licenses === 1 ? 'goes' : 'go'} on, as agreed.`,
      },
      {
        when: 'It stays:',
        what: 'what you have earned is yours. Resuming is one signature, whenever you like.',
      },
    ]
  if (choice === 'purpose')
    return [
      {
        when: 'At once',
        what: 'your data leaves every offer that needs one of these uses. The other uses go on under a new permission.',
      },
      {
        when: deleted,
        what: 'whoever licensed it for a use that you stop deletes it; they are told today.',
      },
      {
        when: 'It stays:',
        what: 'what you have earned is yours. What a program has already learned cannot be taken out of it.',
      },
    ]
  return [
    {
      when: 'Today',
      what: 'we stop offering your data, the key holders refuse it to everyone, and pay for new licenses ends.',
    },
    {
      when: recut,
      what: `a version without your data replaces the current one, and everyone who received it is told${
        licenses === 0 ? '; nobody has a license to it now' : `: ${plural(licenses, 'license')}`
      }.`,
    },
    {
      when: deleted,
      what: 'they must delete their copies. The license binds them to it; nobody can watch their disks.',
    },
    {
      when: 'Not destroyed yet:',
      what: 'the locked copy in the co-op’s storage and the pieces of its key. Today “erase” means that nobody is given that key again.',
    },
    {
      when: 'It stays:',
      what: 'proof that you agreed and stopped, and the record of payments. What you have earned is yours.',
    },
    {
      when: 'What we cannot do:',
      what: 'take your data back out of a program that has already learned from it.',
    },
  ]
}

/** What is left when some uses are stopped. */
export const without = (purposes: readonly Purpose[], stopped: readonly Purpose[]): Purpose[] =>
  purposes.filter((purpose) => !stopped.includes(purpose))
