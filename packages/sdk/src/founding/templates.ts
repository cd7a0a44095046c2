import { UsufructError } from '../domain/errors.ts'
import type { PublishedText } from '../texts/frontMatter.ts'
import { parseText } from '../texts/parseText.ts'

/** A legal text that comes with the software, as it lies in `legal/`. */
export type FoundingTemplate = PublishedText & {
  /** From the checkout's root, such as `legal/license/research-1.0.0.en.md`; what a charter names. */
  path: string
}

/** @throws UsufructError `TEXT_INVALID` naming the file */
export const readTemplates = (files: readonly { path: string; text: string }[]): FoundingTemplate[] =>
  files.map(({ path, text }) => {
    try {
      return { path, ...parseText(text) }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new UsufructError({
        code: 'TEXT_INVALID',
        message: `The template ${path} cannot be used: ${why}`,
        hint: 'Put back the text that came with the software.',
        details: { path },
        cause,
      })
    }
  })

const numbers = (version: string) => version.split('.').map(Number)

const isNewer = (one: FoundingTemplate, other: FoundingTemplate) => {
  const [a, b] = [numbers(one.front.version), numbers(other.front.version)]
  const at = a.findIndex((part, place) => part !== b[place])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

/** Of each kind of text, as `keyOf` tells them apart, the newest version. */
const newest = (templates: readonly FoundingTemplate[], keyOf: (template: FoundingTemplate) => string) => {
  const found = new Map<string, FoundingTemplate>()
  for (const template of templates) {
    const known = found.get(keyOf(template))
    if (!known || isNewer(template, known)) found.set(keyOf(template), template)
  }
  return [...found.values()]
}

const ofKind = (templates: readonly FoundingTemplate[], kind: string) =>
  templates.filter(({ front }) => front.kind === kind)

export const charterTemplate = (
  templates: readonly FoundingTemplate[],
  wrapper: string,
): FoundingTemplate | undefined =>
  newest(
    ofKind(templates, 'charter').filter(
      ({ front }) => front.authoritative && (front.wrapper ?? 'none') === wrapper,
    ),
    () => wrapper,
  )[0]

/** One for each language, the authoritative one first. */
export const agreementTemplates = (templates: readonly FoundingTemplate[]): FoundingTemplate[] =>
  newest(ofKind(templates, 'agreement'), ({ front }) => front.language).sort(
    (a, b) =>
      Number(b.front.authoritative) - Number(a.front.authoritative) ||
      a.front.language.localeCompare(b.front.language, 'en'),
  )

/** One for each license, in the language that counts. */
export const licenseTemplates = (templates: readonly FoundingTemplate[]): FoundingTemplate[] =>
  newest(
    ofKind(templates, 'license').filter(({ front }) => front.authoritative && front.terms),
    ({ front }) => front.template,
  )
