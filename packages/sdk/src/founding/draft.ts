import { type Hex, sha256, stringToBytes } from 'viem'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { address, bytes32, sha256Hash, signature } from '../domain/ids.ts'
import { textKinds } from '../texts/frontMatter.ts'
import { type Charter, charter } from './charter.ts'

const founder = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected up to 40 lower-case letters, digits and hyphens'),
  address,
})
export type Founder = z.output<typeof founder>

/** One text a DAO would publish, by its three hashes: the template's bytes, the parameters, the filled text. */
const draftText = z.strictObject({
  kind: z.enum(textKinds),
  path: z.string().max(300),
  language: z.string().max(40),
  title: z.string().max(200),
  template: sha256Hash,
  parameters: sha256Hash,
  rendered: sha256Hash,
})
export type DraftText = z.output<typeof draftText>

/** What founders sign before there is a chain. `salt` makes each draft one of a kind; its hash covers everything but
 * the signatures and the answers that a wizard goes on from. */
export const foundingDraft = z
  .strictObject({
    schema: z.literal('usufruct-draft/1'),
    salt: bytes32,
    /** What was answered so far; of no weight once there is a charter. */
    answers: z
      .record(z.string().max(100), z.union([z.string().max(10_000), z.array(z.string().max(100)).max(50)]))
      .default({}),
    /** The question that comes next, from 0. */
    step: z.number().int().min(0).max(100).default(0),
    /** Null until every question is answered. */
    charter: charter.nullable(),
    texts: z.array(draftText).max(50),
    founders: z.array(founder).max(50),
    signatures: z.array(z.strictObject({ founder: address, signature })).max(50),
  })
  .superRefine(({ founders }, context) => {
    for (const key of ['name', 'address'] as const) {
      const all = founders.map((each) => each[key])
      const twice = all.find((each, at) => all.indexOf(each) !== at)
      if (twice !== undefined)
        context.addIssue({
          code: 'custom',
          message: `two founders have the ${key} ${twice}`,
          path: ['founders'],
        })
    }
  })
export type FoundingDraft = z.output<typeof foundingDraft>
export type CompleteDraft = FoundingDraft & { charter: Charter }

/** @throws UsufructError `DRAFT_INVALID` naming the field */
export const parseDraft = (json: unknown): FoundingDraft => {
  const parsed = foundingDraft.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  throw new UsufructError({
    code: 'DRAFT_INVALID',
    message: `This is no founding draft: ${[field, issue?.message].filter(Boolean).join(' ')}.`,
    hint: 'Take the file that `usufruct found` wrote, whole.',
    details: { field },
  })
}

export const emptyDraft = (salt: Hex): FoundingDraft => ({
  schema: 'usufruct-draft/1',
  salt,
  answers: {},
  step: 0,
  charter: null,
  texts: [],
  founders: [],
  signatures: [],
})

export const requireCharter = (draft: FoundingDraft): CompleteDraft => {
  if (draft.charter) return { ...draft, charter: draft.charter }
  throw new UsufructError({
    code: 'DRAFT_UNFINISHED',
    kind: 'conflict',
    message: 'This draft has no charter yet: some questions are not answered.',
    hint: 'Go on with `usufruct found --draft FILE`, or on the page /found.',
    details: { step: draft.step },
  })
}

/** What a founder signs: SHA-256 of the draft's canonical JSON without answers and signatures.
 * @throws UsufructError `DRAFT_UNFINISHED` */
export const draftHash = (draft: FoundingDraft): Hex => {
  const { schema, salt, charter: founded, texts, founders } = requireCharter(draft)
  return sha256(
    stringToBytes(
      canonicalJson(JSON.parse(JSON.stringify({ schema, salt, charter: founded, texts, founders }))),
    ),
  )
}
