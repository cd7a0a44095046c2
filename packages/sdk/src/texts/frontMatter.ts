import { z } from 'zod'
import { bytes32 } from '../domain/ids.ts'
import { textTerms } from '../terms/terms.ts'

export const textKinds = ['charter', 'agreement', 'license'] as const

const semver = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a version such as 1.0.0')
const placeholder = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/)

/** What software reads at the top of a legal text, as YAML between two lines of `---`. */
export const frontMatter = z.strictObject({
  template: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum(textKinds),
  title: z.string().min(1).max(200),
  version: semver,
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 language tag'),
  authoritative: z.boolean().describe('the language that counts; a translation says false'),
  lawyer: z.literal('required').describe('a lawyer must read it before anyone relies on it'),
  wrapper: z.string().optional().describe('charters: the legal form the text is for'),
  /** In a template: everything the text asks to be filled in. Gone from a published text. */
  placeholders: z.array(placeholder).optional(),
  /** In a template: fields of the terms that are a choice or a number, and the parameter each is set from; what the
   * template says there is only an example. Gone from a published text. */
  fills: z
    .record(
      z.string().regex(/^terms(\.[A-Za-z]+)+$/, 'expected a field such as terms.personalData.present'),
      placeholder,
    )
    .optional(),
  /** Agreements and licenses: the same in terms that software compares. */
  terms: textTerms.optional(),
  /** For each top-level field of the terms, and for `withdrawal` and `money`: the number of the section that says
   * it in words. */
  clauses: z.record(z.string(), z.string()).default({}),
  /** In a published text: what it was made from. */
  renderedFrom: z.strictObject({ template: bytes32, parameters: bytes32 }).optional(),
})
export type FrontMatter = z.output<typeof frontMatter>

/** A text as it was published: its exact bytes are what a hash on chain stands for. */
export type PublishedText = {
  /** SHA-256 of `text` in UTF-8. */
  hash: `0x${string}`
  /** Markdown with front matter. */
  text: string
  front: FrontMatter
  /** `text` without its front matter. */
  body: string
}
