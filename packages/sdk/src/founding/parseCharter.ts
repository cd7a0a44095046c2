import { UsufructError } from '../domain/errors.ts'
import { type Charter, charter } from './charter.ts'

/**
 * A charter as software reads it, checked. `now` is a Unix time in seconds and only given at founding: what lies
 * ahead then may lie behind when the DAO starts again.
 * @throws UsufructError `CHARTER_INVALID` naming the field, `CHARTER_RIGHTS_UP_FOR_VOTE` naming the right,
 * `CHARTER_DATE_PASSED`
 */
export const parseCharter = (json: unknown, { now }: { now?: number | undefined } = {}): Charter => {
  const parsed = charter.safeParse(json)
  if (parsed.success) {
    const due = parsed.data.wrapper.filingDue
    if (now === undefined || !due || Date.parse(due) / 1000 + 86_400 > now) return parsed.data
    throw new UsufructError({
      code: 'CHARTER_DATE_PASSED',
      message: `The charter cannot be used: wrapper.filingDue (${due}) is in the past.`,
      hint: 'Name the next filing.',
      details: { field: 'wrapper.filingDue', value: due },
    })
  }
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
    ...('params' in issue && issue.params ? (issue.params as { code?: string; right?: string }) : {}),
  }))
  const vote = problems.find(({ code }) => code === 'CHARTER_RIGHTS_UP_FOR_VOTE')
  const first = vote ?? problems[0]
  throw new UsufructError({
    code: vote ? 'CHARTER_RIGHTS_UP_FOR_VOTE' : 'CHARTER_INVALID',
    message: `The charter cannot be used: ${[first?.field, first?.message].filter(Boolean).join(' ')}.`,
    hint: vote
      ? 'Take it out of governance.votes, and name every right in governance.outOfScope.'
      : 'Mend that field.',
    details: {
      field: first?.field ?? '',
      ...(vote ? { right: vote.right } : {}),
      problems: problems.slice(0, 20),
    },
  })
}
