import type { Hex } from 'viem'
import type { Charter } from './charter.ts'
import { type DraftText, draftHash, type Founder, type FoundingDraft, parseDraft } from './draft.ts'
import { publishTexts } from './publishTexts.ts'
import type { FoundingTemplate } from './templates.ts'

/** The texts that a charter comes to, as a draft names them. @throws what `publishTexts` throws */
export const draftTexts = (founded: Charter, templates: readonly FoundingTemplate[]): DraftText[] => {
  const sources = new Map(templates.map(({ path, text }) => [path, text]))
  const { charter: charterText, agreements, licenses } = publishTexts(founded, sources)
  const pathOf = (template: Hex) => templates.find(({ hash }) => hash === template)?.path ?? ''
  const seen = new Set<string>()
  return [charterText, ...agreements, ...licenses.values()].flatMap(({ hash, front }) => {
    const from = front.renderedFrom
    if (!from || seen.has(hash)) return []
    seen.add(hash)
    return [
      {
        kind: front.kind,
        path: pathOf(from.template),
        language: front.language,
        title: front.title,
        template: from.template,
        parameters: from.parameters,
        rendered: hash,
      },
    ]
  })
}

/** Puts a charter and its founders into a draft. Whatever changes by it voids every signature there was.
 * @throws what `publishTexts` throws */
export const sealDraft = (
  draft: FoundingDraft,
  founded: Charter,
  founders: readonly Founder[],
  templates: readonly FoundingTemplate[],
): FoundingDraft => {
  const sealed = parseDraft({
    ...draft,
    charter: founded,
    texts: draftTexts(founded, templates),
    founders,
    signatures: [],
  })
  const same = draft.charter !== null && draftHash(draft) === draftHash(sealed)
  return same ? draft : sealed
}
