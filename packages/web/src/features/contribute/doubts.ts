import { checkDeclaration, type DeclarationDoubt } from '@usufruct/cleaning/rights/checkDeclaration'
import type { Looked } from './cleaningMessages.ts'
import type { LendForm } from './lendForm.ts'
import { rightInWords } from './rightsWords.ts'

/** Where what the member says does not go with what is in their files. */
export type Doubt = Pick<DeclarationDoubt, 'code' | 'text'> & {
  /** The same only while the same was found: whoever let it stand did not see what came later. */
  key: string
  /** What was found where, in words. */
  found: string[]
}

export type LookedFile = { name: string; looked: Pick<Looked, 'rights'> }

/** The same doubt about several files is one, with what was found in each. Nothing is said before whose it is was. */
export const doubtsAbout = (
  { origin, source, madeByAi }: Pick<LendForm, 'origin' | 'source' | 'madeByAi'>,
  files: readonly LookedFile[],
): Doubt[] => {
  if (!origin) return []
  const doubts = new Map<string, Doubt>()
  const declared = { origin, source, madeByAi: madeByAi ?? 'none' }
  for (const { name, looked } of files) {
    for (const { code, text, rights } of checkDeclaration(declared, looked.rights)) {
      const doubt = doubts.get(text) ?? { code, text, key: text, found: [] }
      const found = rights.map((right) => `${files.length > 1 ? `${name}: ` : ''}${rightInWords(right)}`)
      const all = [...doubt.found, ...found]
      doubts.set(text, { ...doubt, found: all, key: [text, ...new Set(all)].join('\n') })
    }
  }
  return [...doubts.values()]
}

/** Those that the member has not looked at and let stand. */
export const openDoubts = (doubts: readonly Doubt[], confirmed: readonly string[]): Doubt[] =>
  doubts.filter(({ key }) => !confirmed.includes(key))
