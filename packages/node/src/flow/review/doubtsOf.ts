import { checkDeclaration, type DeclarationDoubt } from '@usufruct/cleaning/rights/checkDeclaration'
import type { RightsTally } from '@usufruct/sdk/http/routes/reportDetails'
import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import type { FileRow } from '../clean/withPlaintext.ts'

/** As a reviewer reads it; the member was told in other words before lending. */
const words: Record<DeclarationDoubt['code'], (licenses: string) => string> = {
  'opted-out': () => 'The file objects to use for training.',
  'licensed-by-others': (licenses) => `The file is under a license of somebody: ${licenses}.`,
  'others-copyright': () => 'Declared as the member’s own, and the file names an author or owner.',
  reserved: () => 'Declared as somebody else’s, and the file says “all rights reserved”.',
  'source-missing': () => 'Declared as somebody else’s, and no source is named.',
}

const toRights = (tallies: readonly RightsTally[] = []) =>
  tallies.map(({ kind, spdx }) => ({ kind, where: {}, text: '', ...(spdx === undefined ? {} : { spdx }) }))

/** Where the notices that were found, on the member's device or here, do not go with what the member says. */
export const doubtsOf = ({
  provenance,
  details,
  recomputed,
}: Pick<FileRow, 'provenance' | 'details' | 'recomputed'>): ReviewTask['doubts'] => {
  const found = [...toRights(details?.rights), ...toRights(recomputed?.details.rights)]
  return checkDeclaration(provenance as ReviewTask['provenance'], found).map(({ code, rights }) => ({
    code,
    text: words[code]([...new Set(rights.flatMap(({ spdx = [] }) => spdx.slice(0, 1)))].join(', ')),
  }))
}
