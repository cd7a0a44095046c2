import type { Role } from '../../session/identity.ts'
import type { Journey, JourneyStep } from '../../session/journey.ts'

export type TryStep = { id: JourneyStep; role: Role; to: string; title: string; says: string; action: string }

/** What a newcomer can do by hand, in the order in which data walks. */
export const trySteps: readonly TryStep[] = [
  {
    id: 'contribute',
    role: 'member',
    to: '/lend',
    title: 'Lend something, as a member',
    says: 'Use the sample file and see its phone number caught before anything leaves your device.',
    action: 'Lend a file',
  },
  {
    id: 'review',
    role: 'reviewer',
    to: '/review',
    title: 'Score it, as a reviewer',
    says: 'Three people score it without seeing each other’s scores. Two are at their desks; the third is you.',
    action: 'Score',
  },
  {
    id: 'license',
    role: 'licensee',
    to: '/datasets',
    title: 'License it, as a licensee',
    says: 'Pick an offer, pay with test money, download the rows.',
    action: 'License',
  },
  {
    id: 'paid',
    role: 'member',
    to: '/my-data',
    title: 'Get paid, as the member',
    says: 'Your part of the price waits for you. Nobody has to hand it over.',
    action: 'Get paid',
  },
  {
    id: 'stopped',
    role: 'member',
    to: '/my-data',
    title: 'Stop sharing',
    says: 'Take the permission back. Key holders refuse at once.',
    action: 'Stop sharing',
  },
  {
    id: 'notice',
    role: 'licensee',
    to: '/licenses',
    title: 'See the notice, as the licensee',
    says: 'The licensee is told what to delete, and by when.',
    action: 'See it',
  },
]

export const nextStep = (journey: Journey): JourneyStep | undefined =>
  trySteps.find(({ id }) => journey[id] === undefined)?.id
