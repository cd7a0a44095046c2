import { UsufructError } from '../domain/errors.ts'
import type { Purpose } from '../domain/purposes.ts'
import { sayPurposes } from './say.ts'
import type { TextTerms } from './terms.ts'

/** A member can tick what the agreement lists, and nothing that it leaves out or forbids: what they signed would say
 * two things at once. @throws UsufructError `PURPOSE_NOT_OFFERED` */
export const requireOffered = (
  agreement: Pick<TextTerms, 'purposes'>,
  purposes: readonly Purpose[],
): void => {
  const { permit, prohibit } = agreement.purposes
  const allowed = permit.filter((purpose) => !prohibit.includes(purpose))
  const odd = purposes.filter((purpose) => !allowed.includes(purpose))
  if (odd.length === 0) return
  throw new UsufructError({
    code: 'PURPOSE_NOT_OFFERED',
    message: `The agreement does not let anybody allow ${sayPurposes(odd)}.`,
    hint: `Leave it out. One can allow: ${allowed.join(', ')}.`,
    details: { purposes: odd },
  })
}
