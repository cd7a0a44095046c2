import type { Contribution } from '@usufruct/sdk/http/routes/contribute'

type State = Contribution['state']

export const stateWords: Record<State, string> = {
  registered: 'Recorded, not yet sent',
  uploaded: 'Sent',
  cleaning: 'Being checked',
  cleaned: 'Checked',
  'in-review': 'With the reviewers',
  accepted: 'Accepted',
  rejected: 'Not accepted',
  returned: 'Sent back to you',
  withdrawn: 'No longer shared',
  failed: 'Could not be checked',
}

export const stateLook: Record<State, 'good' | 'attention' | 'bad' | 'plain'> = {
  registered: 'attention',
  uploaded: 'attention',
  cleaning: 'attention',
  cleaned: 'attention',
  'in-review': 'attention',
  accepted: 'good',
  rejected: 'bad',
  returned: 'bad',
  withdrawn: 'plain',
  failed: 'bad',
}

const tasks: Record<string, string> = {
  clean: 'checked it for duplicates and personal data',
  review: 'showed it to the reviewers',
  value: 'counted what it is worth',
  audit: 'audited it',
}

export const looks = (task: string) => tasks[task] ?? task

const permitted: Record<string, string> = {
  clean: 'check it',
  review: 'have it reviewed',
  value: 'count what it is worth',
  audit: 'audit it',
}

export const permissions = (task: string) => permitted[task] ?? task
