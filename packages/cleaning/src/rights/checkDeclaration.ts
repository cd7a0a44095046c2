import type { Right } from './right.ts'

/** What a member says of where data comes from. */
export type Declaration = {
  origin: 'mine' | 'employer' | 'someone-else'
  source: string
  madeByAi: 'none' | 'partly' | 'fully'
}

export type DeclarationDoubt = {
  code: 'others-copyright' | 'licensed-by-others' | 'reserved' | 'opted-out' | 'source-missing'
  /** For the member, before anything leaves the device; and for reviewers. */
  text: string
  rights: readonly Right[]
}

/** Licenses under which a work may be passed on for any purpose, once its conditions are kept. */
const PUBLIC = /^(?:CC0|CC-PDM|PDDL|Unlicense|0BSD|MIT-0)/
const NON_COMMERCIAL = /-NC\b|NonCommercial/i
const NO_DERIVATIVES = /-ND\b/

/** Where what was found does not go with what was declared. Doubts to clear up, never a verdict. */
export const checkDeclaration = (declared: Declaration, rights: readonly Right[]): DeclarationDoubt[] => {
  const doubts: DeclarationDoubt[] = []
  const of = (...kinds: Right['kind'][]) => rights.filter(({ kind }) => kinds.includes(kind))
  const tell = (code: DeclarationDoubt['code'], found: readonly Right[], text: string) => {
    if (found.length > 0) doubts.push({ code, text, rights: found })
  }

  const licenses = of('license')
  const binding = licenses.filter(({ spdx = [] }) => !spdx.every((id) => PUBLIC.test(id)))
  const restricted = binding.filter(({ spdx = [] }) =>
    spdx.some((id) => NON_COMMERCIAL.test(id) || NO_DERIVATIVES.test(id)),
  )
  tell(
    'opted-out',
    of('opt-out'),
    'The file objects to use for training. Lend it only if you are the one who objected, and have changed your mind.',
  )
  tell(
    'licensed-by-others',
    restricted,
    `The file names ${namesOf(restricted)}, which forbids commercial use or changes. Whoever licensed it has to agree.`,
  )
  if (declared.origin === 'mine') {
    tell(
      'others-copyright',
      of('copyright', 'authorship'),
      'You said that it is yours, and the file names an author or owner. If that is not you, say whose it is.',
    )
    tell(
      'licensed-by-others',
      binding.filter((right) => !restricted.includes(right)),
      `You said that it is yours, and the file is under ${namesOf(binding)}. If others made it, say so and name the source.`,
    )
  } else {
    tell(
      'reserved',
      of('all-rights-reserved'),
      'The file says "all rights reserved". Lend it only with a permission that you could show.',
    )
    if (declared.source.trim() === '')
      doubts.push({
        code: 'source-missing',
        text: 'It is not your own. Say where it comes from and what allows you to lend it.',
        rights: licenses,
      })
  }
  return doubts
}

const namesOf = (rights: readonly Right[]) =>
  [...new Set(rights.flatMap(({ spdx = [] }) => spdx.slice(0, 1)))].slice(0, 5).join(', ')
