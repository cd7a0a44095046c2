import { readAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { isUnderRoot } from '@usufruct/sdk/anchor/merkleTree'
import { consentLeafHash, consentSaid, type SignedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anchors, waitingGrants } from '../../db/anchorSchema.ts'
import { every, id, openAnchorWorld, stranger } from '../../testing/anchorWorld.ts'
import { relayAct } from '../contribute/relayAct.ts'
import { evidenceOf } from '../records/consentEvidence.ts'
import { findAnchored, showAnchor, showAnchored } from './anchoredProof.ts'
import { anchorWaiting } from './anchorWaiting.ts'
import { showRelayed } from './showRelayed.ts'

let world: Awaited<ReturnType<typeof openAnchorWorld>>
beforeAll(async () => {
  world = await openAnchorWorld()
}, 180_000)
afterAll(() => world?.close())
beforeEach(() => world.clear())

describe('consents of several members', () => {
  test('wait, and are then anchored by one transaction, from which on they count', async () => {
    const { ctx } = world
    const all = await Promise.all([world.join(), world.join(), world.join()])
    const signed = await Promise.all(all.map((member) => world.sign(member)))
    const acts = []
    for (const one of signed) acts.push(await world.waits(one))
    await anchorWaiting(ctx)
    expect(await world.builtFiles()).toEqual([])
    expect(await showRelayed(ctx, acts[0] as Hex)).toMatchObject({ state: 'waiting', by: ctx.now() + every })

    await world.pass(every)
    await anchorWaiting(ctx)
    const [file] = await world.builtFiles()
    if (!file) throw new Error('a file was built')
    const [anchor] = await ctx.db.select().from(anchors).where(eq(anchors.root, file.root))
    for (const [at, { consent, act }] of signed.entries()) {
      expect(await world.rowOf(consent)).toMatchObject({
        account: act.message.account,
        grantedAt: anchor?.at,
        end: act.message.end,
        agreement: ctx.texts.agreements[0]?.hash,
        withdrawnAt: null,
      })
      expect(await showRelayed(ctx, acts[at] as Hex)).toMatchObject({
        state: 'done',
        transaction: anchor?.transaction,
      })
      // Sent in again, it is the same act.
      expect(await relayAct(ctx, act)).toMatchObject({ state: 'done', transaction: anchor?.transaction })
    }
    expect(await showAnchor(ctx, file.root)).toMatchObject({ file: file.file, named: file.file, consents: 3 })
    const leaves: SignedConsent[] = []
    const bytes = [new Uint8Array(await ctx.storage.get(file.file))]
    const read = await readAnchorFile(
      ctx.deployment,
      (async function* () {
        yield* bytes
      })(),
      (leaf) => void leaves.push(leaf),
    )
    expect(read.root).toBe(file.root)
    expect(new Set(leaves.map((leaf) => consentSaid(leaf).consent))).toEqual(
      new Set(signed.map(({ consent }) => consent)),
    )
    const shown = await showAnchored(ctx, signed[0]?.consent as Hex)
    expect(isUnderRoot(consentLeafHash(shown.signed), shown.proof, file.root)).toBe(true)
    await anchorWaiting(ctx)
    expect(await world.builtFiles()).toHaveLength(1)
  })

  test('do not wait longer once there are enough of them', async () => {
    world.ctx.anchoring = { every, most: 2 }
    const signed = await Promise.all(
      [await world.join(), await world.join(), await world.join()].map((member) => world.sign(member)),
    )
    for (const one of signed) {
      await world.waits(one)
      await world.pass(1)
    }
    await anchorWaiting(world.ctx)
    expect(await world.builtFiles()).toMatchObject([{ count: 2 }])
    expect(
      await Promise.all(signed.map(async ({ consent }) => (await world.rowOf(consent)) !== undefined)),
    ).toEqual([true, true, false])
  })

  test('go at once when nothing is to wait any more', async () => {
    const one = await world.sign(await world.join())
    await world.waits(one)
    world.ctx.anchoring = null
    await anchorWaiting(world.ctx)
    expect(await world.rowOf(one.consent)).toBeDefined()
    const other = await world.sign(await world.join())
    expect(await relayAct(world.ctx, other.act)).toMatchObject({ state: 'done', repeated: false })
    await expect(showAnchored(world.ctx, other.consent)).rejects.toMatchObject({
      code: 'CONSENT_NOT_ANCHORED',
    })
  })
})

describe('one consent', () => {
  test('that is taken back while it waits is never anchored', async () => {
    const member = await world.join()
    const one = await world.sign(member)
    const act = await world.waits(one)
    expect(await world.withdraw(member, one)).toMatchObject({ state: 'done' })
    await world.pass(every)
    await anchorWaiting(world.ctx)
    expect(await world.builtFiles()).toEqual([])
    await expect(showRelayed(world.ctx, act)).rejects.toMatchObject({ code: 'CONSENT_WITHDRAWN' })
  })

  test('that is taken back later is over, and its receipt’s evidence is what was signed', async () => {
    const { ctx } = world
    const member = await world.join()
    const one = await world.sign(member)
    await world.waits(one)
    await world.pass(every)
    await anchorWaiting(ctx)
    const evidence = await evidenceOf(ctx, { id: one.consent }, 'grant')
    const { anchor } = (await findAnchored(ctx, one.consent)) ?? {}
    expect(evidence).toMatchObject({
      transaction: anchor?.transaction,
      signed: { primaryType: 'GrantConsent', signature: one.act.signature },
    })
    await world.withdraw(member, one)
    expect((await world.rowOf(one.consent))?.withdrawnAt).toBeGreaterThan(0)
    expect(await evidenceOf(ctx, { id: one.consent }, 'withdraw')).toMatchObject({
      signed: { primaryType: 'WithdrawConsents' },
    })
  })

  test('whose signature would not last is refused, and one whose did not last can be signed again', async () => {
    const { ctx } = world
    const member = await world.join()
    const one = await world.sign(member)
    ctx.anchoring = { every: 86_400, most: 10 }
    await expect(relayAct(ctx, one.act)).rejects.toMatchObject({ code: 'ACT_DEADLINE_TOO_SOON' })
    ctx.anchoring = { every, most: 10 }
    const act = await world.waits(one)
    await world.pass(2 * every + 3_600)
    await anchorWaiting(ctx)
    await expect(showRelayed(ctx, act)).rejects.toMatchObject({ code: 'ACT_EXPIRED', kind: 'conflict' })
    expect(await world.builtFiles()).toEqual([])
    world.setTime(await world.time())
    expect(await world.waits(one)).toBe(act)
    await world.pass(every)
    await anchorWaiting(ctx)
    expect(await world.rowOf(one.consent)).toBeDefined()
  })

  test('that continues another takes over from it', async () => {
    const member = await world.join()
    const old = await world.sign(member)
    await world.waits(old)
    await world.pass(every)
    await anchorWaiting(world.ctx)
    await world.send('evm_increaseTime', 5)
    const next = await world.sign(member, { replaces: old.consent })
    await world.waits(next)
    await world.pass(every)
    await anchorWaiting(world.ctx)
    expect(await world.rowOf(next.consent)).toMatchObject({ replaces: old.consent })
  })

  test('of nobody, or signed by somebody else, never waits', async () => {
    const one = await world.sign(privateKeyToAccount(generatePrivateKey()))
    await expect(relayAct(world.ctx, one.act)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
    const [a, b] = [await world.sign(await world.join()), await world.sign(await world.join())]
    await expect(relayAct(world.ctx, { ...a.act, signature: b.act.signature })).rejects.toMatchObject({
      code: 'CONSENTS_INVALID_SIGNATURE',
    })
    expect(await world.ctx.db.select().from(waitingGrants)).toEqual([])
  })

  test('is taken in, but not any number of one account', async () => {
    const member = await world.join()
    const one = await world.sign(member)
    await world.waits(one)
    const [row] = await world.ctx.db.select().from(waitingGrants)
    if (!row) throw new Error('it waits')
    const more = Array.from({ length: 63 }, (_, at) => ({ ...row, consent: id(`c${at}`), act: id(`a${at}`) }))
    await world.ctx.db.insert(waitingGrants).values(more)
    const next = await world.sign(member)
    await expect(relayAct(world.ctx, next.act)).rejects.toMatchObject({
      code: 'ACTS_TOO_MANY',
      kind: 'limit',
    })
  })

  test('that a stranger put on the chain by itself meanwhile counts once', async () => {
    const one = await world.sign(await world.join())
    await world.waits(one)
    const [row] = await world.ctx.db.select().from(waitingGrants)
    if (!row) throw new Error('it waits')
    const { account, terms, bits, r, vs } = row
    const args = [{ account, terms, bits: BigInt(bits), r, vs }]
    await world.act(world.deployment.members, membersAbi, 'recordBySig', args, stranger)
    await world.ctx.indexer.sync()
    const before = await world.rowOf(one.consent)
    await world.pass(every)
    await anchorWaiting(world.ctx)
    expect(await world.rowOf(one.consent)).toEqual(before)
  })
})
