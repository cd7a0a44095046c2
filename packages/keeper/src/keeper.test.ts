import { randomBytes } from 'node:crypto'
import type { ProcessingGrant } from '@usufruct/sdk/messages/processingGrant'
import { sealShare } from '@usufruct/sdk/shares/sealShare'
import { isShareReceiptSigned } from '@usufruct/sdk/shares/shareReceipt'
import type { Hex, PrivateKeyAccount } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askForTask,
  newDeposit,
  openTestKeeper,
  removeHome,
  sealDeposit,
  signGrant,
  type TestKeeper,
} from './testing/keeperKit.ts'
import {
  newAccount,
  type PracticeDao,
  random32,
  type SignedGrant,
  startPracticeDao,
  type TestConsent,
} from './testing/practiceDao.ts'

let dao: PracticeDao
let keeper: TestKeeper

beforeAll(async () => {
  dao = await startPracticeDao()
  keeper = await openTestKeeper(dao, 1)
}, 60_000)

afterAll(async () => {
  await keeper?.close()
  removeHome(keeper.home)
  dao?.stop()
})

const restart = async () => {
  await keeper.close()
  keeper = await openTestKeeper(dao, 1, { home: keeper.home })
}

async function registered(lasts?: number) {
  const member = newAccount()
  const consent = await dao.grant(member, lasts === undefined ? {} : { lasts })
  return { member, consent, contribution: await dao.register(member, consent) }
}

const deposit = async (...deposits: Awaited<ReturnType<typeof sealDeposit>>[]) =>
  keeper.client.call('depositShares', { body: { deposits } })

describe('depositing shares', () => {
  test('a receipt is signed by the keeper and given again for the same share', async () => {
    const { member, contribution } = await registered()
    const sealed = await sealDeposit(dao, keeper, member, contribution, await newDeposit())
    const [receipt] = (await deposit(sealed)).receipts
    expect(receipt).toMatchObject({
      keeper: keeper.address,
      contribution,
      shareHash: sealed.message.shareHashes[1],
    })
    if (!receipt) throw new Error('no receipt')
    const signed = { ...receipt, at: BigInt(receipt.at) }
    expect(await isShareReceiptSigned(dao.deployment, signed, receipt.signature)).toBe(true)
    await restart()
    expect((await deposit(sealed)).receipts).toEqual([receipt])
  })

  test('the first share stays: another one is refused, also in the same batch', async () => {
    const { member, contribution } = await registered()
    const [first, second] = [await newDeposit(), await newDeposit()]
    const sealed = await sealDeposit(dao, keeper, member, contribution, first)
    const other = await sealDeposit(dao, keeper, member, contribution, second)
    const { receipts, refused } = await deposit(sealed, other)
    expect([receipts.length, refused]).toEqual([1, [{ contribution, code: 'SHARE_EXISTS' }]])
    await restart()
    expect((await deposit(other)).refused).toEqual([{ contribution, code: 'SHARE_EXISTS' }])
    expect(keeper.keeper.shares.open(contribution)).toEqual(Buffer.from(first.shares[1] as Uint8Array))
  })

  test('what is forged, flipped, for elsewhere or not on chain is refused by name', async () => {
    const { member, contribution } = await registered()
    const made = await newDeposit()
    const good = await sealDeposit(dao, keeper, member, contribution, made)
    const byOther = await sealDeposit(dao, keeper, newAccount(), contribution, made)
    const inMembersName = { ...byOther, message: good.message }
    const flipped = (made.shares[1] as Uint8Array).map((byte, i) => (i === 7 ? byte ^ 1 : byte))
    const name = { contribution, index: 1 }
    const { publicKey } = keeper.keeper.identity.hpke
    const unregistered = random32()
    const cases: [typeof good, Hex, string][] = [
      [byOther, contribution, 'SIGNATURE_INVALID'],
      [inMembersName, contribution, 'SIGNATURE_INVALID'],
      [{ ...good, sealed: await sealShare(flipped, publicKey, name) }, contribution, 'SHARE_HASH_MISMATCH'],
      [
        { ...good, sealed: await sealShare(made.shares[1] as Uint8Array, publicKey, { ...name, index: 0 }) },
        contribution,
        'SHARE_UNREADABLE',
      ],
      [{ ...good, sealed: '0x00' }, contribution, 'SHARE_UNREADABLE'],
      [await sealDeposit(dao, keeper, member, unregistered, made), unregistered, 'NOT_REGISTERED'],
    ]
    for (const [bad, id, code] of cases)
      expect(await deposit(bad)).toEqual({ receipts: [], refused: [{ contribution: id, code }] })
    expect((await deposit(good)).receipts).toHaveLength(1)
  })

  test('what was erased stays away after a restart and is not taken again', async () => {
    const { member, contribution } = await registered()
    const sealed = await sealDeposit(dao, keeper, member, contribution, await newDeposit())
    await deposit(sealed)
    await keeper.keeper.shares.erase([contribution], 1)
    await restart()
    expect(keeper.keeper.shares.open(contribution)).toBe('ERASED')
    expect((await deposit(sealed)).refused).toEqual([{ contribution, code: 'ERASED' }])
  })
})

describe('a processing grant', () => {
  const holder = newAccount()

  async function granted(changes: Partial<ProcessingGrant> = {}, lasts?: number) {
    const lent = await registered(lasts)
    await deposit(await sealDeposit(dao, keeper, lent.member, lent.contribution, await newDeposit()))
    const until = BigInt(await dao.now()) + 1_000n
    const { member, contribution } = lent
    const grant = {
      account: member.address,
      contribution,
      holder: holder.address,
      tasks: 'clean,review',
      until,
    }
    return { ...lent, grant: await signGrant(dao, member, { ...grant, ...changes }) }
  }
  const ask = (task: string, contribution: Hex, grants: SignedGrant[], signer?: PrivateKeyAccount) =>
    askForTask(dao, keeper, holder, { task, contributions: [contribution], grants }, signer)

  test('opens the share for its holder and task, and is written down', async () => {
    const { contribution, grant } = await granted()
    const { answer, shares } = await ask('clean', contribution, [grant])
    expect(answer.served).toEqual([contribution])
    expect(shares.get(contribution)).toEqual(
      new Uint8Array(keeper.keeper.shares.open(contribution) as Uint8Array),
    )
    const { entries } = await keeper.client.call('getLog', { query: { contribution } })
    expect(entries).toMatchObject([
      { who: holder.address.toLowerCase(), under: { kind: 'task', task: 'clean' } },
    ])
  })

  test('is for its holder, its tasks, its contribution, and signed by the member', async () => {
    const { contribution, grant, member } = await granted()
    const other = await granted()
    const stranger = newAccount()
    const message = { ...grant.grant, until: BigInt(grant.grant.until) }
    const cases: [string, (typeof grant)[], string][] = [
      ['value', [grant], 'GRANT_INVALID'],
      ['clean', [], 'GRANT_MISSING'],
      ['clean', [other.grant], 'GRANT_MISSING'],
      ['clean', [await signGrant(dao, stranger, message)], 'GRANT_INVALID'],
      ['clean', [await signGrant(dao, stranger, { ...message, account: stranger.address })], 'GRANT_INVALID'],
      ['clean', [await signGrant(dao, member, { ...message, holder: stranger.address })], 'GRANT_INVALID'],
      ['audit', [{ ...grant, grant: { ...grant.grant, tasks: 'clean,review,audit' } }], 'GRANT_INVALID'],
    ]
    for (const [task, grants, code] of cases)
      expect((await ask(task, contribution, grants)).answer).toMatchObject({
        served: [],
        refused: [{ contribution, code }],
      })
    const foreign = ask('clean', contribution, [grant], stranger)
    await expect(foreign).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('that is on the chain need not be passed on, for as long as it says and as deep as any other', async () => {
    const { contribution, grant } = await granted()
    await dao.permitProcessing(grant)
    expect((await ask('clean', contribution, [])).answer.served).toEqual([contribution])
    const refuses = async (task: string, ...signed: Parameters<typeof granted>) => {
      const lent = await granted(...signed)
      await dao.permitProcessing(lent.grant)
      const { answer } = await ask(task, lent.contribution, [])
      expect(answer.refused).toEqual([{ contribution: lent.contribution, code: 'GRANT_MISSING' }])
    }
    await refuses('value')
    await refuses('clean', { holder: newAccount().address })

    const patient = await openTestKeeper(dao, 2, { finality: 1 })
    const askPatient = () =>
      askForTask(dao, patient, holder, { task: 'clean', contributions: [recent.contribution], grants: [] })
    const recent = await granted()
    await dao.permitProcessing(recent.grant)
    expect((await askPatient()).answer.refused).toMatchObject([{ code: 'GRANT_MISSING' }])
    await dao.send('evm_mine')
    expect((await askPatient()).answer.refused).toMatchObject([{ code: 'NO_SHARE' }])
    await patient.close()
    removeHome(patient.home)

    const short = await granted({ until: BigInt(await dao.now()) + 20n })
    await dao.permitProcessing(short.grant)
    expect((await ask('clean', short.contribution, [])).answer.served).toEqual([short.contribution])
    await dao.send('evm_increaseTime', [40])
    await dao.send('evm_mine')
    expect((await ask('clean', short.contribution, [])).answer.served).toEqual([])
  })

  test('ends with its time and with the consent', async () => {
    const over = await granted({ until: BigInt(await dao.now()) - 1n })
    const { answer } = await ask('clean', over.contribution, [over.grant])
    expect(answer.refused).toEqual([{ contribution: over.contribution, code: 'GRANT_EXPIRED' }])
    const left = await granted()
    await dao.withdraw(left.member, [left.consent])
    const after = await ask('clean', left.contribution, [left.grant])
    expect(after.answer.refused).toEqual([{ contribution: left.contribution, code: 'CONSENT_WITHDRAWN' }])
  })
})

describe('a withdrawal that comes to the keeper', () => {
  const withdraw = (to: TestKeeper, member: PrivateKeyAccount, consents: TestConsent[], signature: Hex) =>
    to.client.call('withdraw', {
      body: {
        message: {
          account: member.address,
          dataset: consents[0]?.dataset ?? random32(),
          inners: consents.map(({ inner }) => inner),
        },
        signature,
      },
    })

  test('is on chain when the keeper says so, sent from its own account', async () => {
    const { member, consent } = await registered()
    const answer = await withdraw(keeper, member, [consent], await dao.signWithdrawal(member, [consent]))
    expect(answer).toEqual({ consents: [consent.id], relay: 'onChain', problem: null })
    expect((await keeper.keeper.chain.sync()).facts.withdrawn.has(consent.id)).toBe(true)
  })

  test('is refused with another’s signature, and from accounts that have nothing here', async () => {
    const { member, consent } = await registered()
    const forged = withdraw(keeper, member, [consent], await dao.signWithdrawal(newAccount(), [consent]))
    await expect(forged).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    const nobody = newAccount()
    const empty = withdraw(keeper, nobody, [consent], await dao.signWithdrawal(nobody, [consent]))
    await expect(empty).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' })
  })

  test('counts at once and after a restart, though the chain cannot be told', async () => {
    const { member, consent } = await registered()
    const signature = await dao.signWithdrawal(member, [consent])
    const cut = await openTestKeeper({ ...dao, rpc: 'http://127.0.0.1:9' }, 0)
    expect(await withdraw(cut, member, [consent], signature)).toMatchObject({ relay: 'pending' })
    expect(cut.keeper.withdrawals.has(consent.id)).toBe(true)
    await cut.close()
    const back = await openTestKeeper(dao, 0, { home: cut.home })
    expect(back.keeper.withdrawals.has(consent.id)).toBe(true)
    // It goes on where it stopped: the chain is told without anyone asking again.
    const again = await withdraw(back, member, [consent], signature)
    expect(again).toMatchObject({ relay: 'onChain' })
    await back.close()
    removeHome(back.home)
  })
})

test('noise is answered with a typed error and never with a stack', async () => {
  for (const body of [
    undefined,
    null,
    [],
    'x',
    { deposits: [] },
    { deposits: [randomBytes(8).toString('hex')] },
  ])
    await expect(keeper.client.call('depositShares', { body: body as never })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    })
})
