import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { answersToCharter } from './answersToCharter.ts'
import { checkDraft, draftSigning } from './checkDraft.ts'
import { draftHash, emptyDraft, type FoundingDraft, parseDraft } from './draft.ts'
import { sealDraft } from './sealDraft.ts'
import { signDraft } from './signDraft.ts'
import { legalTemplates } from './testing/legalTemplates.ts'

const templates = legalTemplates()
const [ada, ben, eve] = [1, 2, 3].map(() => privateKeyToAccount(generatePrivateKey())) as [
  ReturnType<typeof privateKeyToAccount>,
  ReturnType<typeof privateKeyToAccount>,
  ReturnType<typeof privateKeyToAccount>,
]
const salt = `0x${'5a'.repeat(32)}` as const
const founders = [
  { name: 'ada', address: ada.address.toLowerCase() as `0x${string}` },
  { name: 'ben', address: ben.address.toLowerCase() as `0x${string}` },
]
const unsigned = sealDraft(emptyDraft(salt), answersToCharter({}, templates), founders, templates)
const signed = async () => signDraft(await signDraft(unsigned, ada), ben)

describe('a draft', () => {
  test('names each of its texts by three hashes', () => {
    expect(unsigned.texts.map(({ kind }) => kind)).toEqual(['charter', 'agreement', 'license', 'license'])
    for (const text of unsigned.texts) {
      const template = templates.find(({ path }) => path === text.path)
      expect(text.template).toBe(template?.hash)
      expect(new Set([text.template, text.parameters, text.rendered]).size).toBe(3)
    }
  })

  test('can be deployed once every founder signed it, and lives through a file', async () => {
    const draft = parseDraft(JSON.parse(JSON.stringify(await signed())))
    expect((await checkDraft(draft, templates)).charter.name).toBe('Our Data Co-op')
  })

  test('names who has not signed', async () => {
    await expect(checkDraft(await signDraft(unsigned, ben), templates)).rejects.toMatchObject({
      code: 'DRAFT_NOT_SIGNED',
      details: { founders: ['ada'] },
    })
  })

  test('takes no signature of somebody else', async () => {
    await expect(signDraft(unsigned, eve)).rejects.toMatchObject({ code: 'FOUNDER_UNKNOWN' })
    const forged = await signDraft(unsigned, ada)
    forged.signatures.push({
      founder: founders[1]?.address ?? '0x',
      signature: forged.signatures[0]?.signature ?? '0x',
    })
    await expect(checkDraft(forged, templates)).rejects.toMatchObject({
      code: 'DRAFT_CHANGED',
      details: { founders: ['ben'] },
    })
  })

  test.each<[string, (draft: FoundingDraft) => FoundingDraft]>([
    ['the salt', (draft) => ({ ...draft, salt: `0x${'66'.repeat(32)}` })],
    [
      'a founder more',
      (draft) => ({
        ...draft,
        founders: [...draft.founders, { name: 'eve', address: eve.address.toLowerCase() as `0x${string}` }],
      }),
    ],
    [
      'a founder’s name',
      (draft) => ({
        ...draft,
        founders: draft.founders.map((each) => ({ ...each, name: `${each.name}-2` })),
      }),
    ],
    [
      'the split',
      (draft) => ({
        ...draft,
        charter: draft.charter && {
          ...draft.charter,
          split: { ...draft.charter.split, contributorsBps: 6500, treasuryBps: 2500 },
        },
      }),
    ],
    [
      'a bond, which no text names in words',
      (draft) => ({
        ...draft,
        charter: draft.charter && { ...draft.charter, treasury: `0x${'11'.repeat(20)}` },
      }),
    ],
    [
      'a text’s hash',
      (draft) => ({ ...draft, texts: draft.texts.map((each) => ({ ...each, rendered: salt })) }),
    ],
  ])('a change of %s voids the signatures', async (_, change) => {
    await expect(checkDraft(change(await signed()), templates)).rejects.toMatchObject({
      code: 'DRAFT_CHANGED',
    })
  })

  test('a changed template is noticed', async () => {
    const changed = templates.map((each) =>
      each.front.kind === 'charter' ? { ...each, text: each.text.replace('# ', '# The ') } : each,
    )
    await expect(checkDraft(await signed(), changed)).rejects.toMatchObject({ code: 'DRAFT_CHANGED' })
  })

  test('sealing the same again keeps the signatures, sealing another voids them', async () => {
    const draft = await signed()
    const same = sealDraft(draft, answersToCharter({}, templates), founders, templates)
    expect((await draftSigning(same)).signed).toHaveLength(2)
    const other = sealDraft(draft, answersToCharter({ name: 'Others' }, templates), founders, templates)
    expect(other.signatures).toEqual([])
    expect(draftHash(other)).not.toBe(draftHash(draft))
  })

  test('needs a charter and a founder', async () => {
    await expect(checkDraft(emptyDraft(salt), templates)).rejects.toMatchObject({ code: 'DRAFT_UNFINISHED' })
    const alone = sealDraft(emptyDraft(salt), answersToCharter({}, templates), [], templates)
    await expect(checkDraft(alone, templates)).rejects.toMatchObject({ code: 'DRAFT_NO_FOUNDERS' })
  })

  test.each([
    ['nothing', null],
    ['another document', { schema: 'usufruct-account/1' }],
    ['two founders of one name', { ...unsigned, founders: [founders[0], { ...founders[1], name: 'ada' }] }],
    ['a field more', { ...unsigned, note: 'trust me' }],
  ])('is not %s', (_, json) => {
    expect(() => parseDraft(json)).toThrow(expect.objectContaining({ code: 'DRAFT_INVALID' }))
  })
})
