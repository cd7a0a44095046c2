import { rm } from 'node:fs/promises'
import { downloadLicense } from '@usufruct/sdk/actions/access/downloadLicense'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { isConsentLive } from '@usufruct/sdk/actions/chainReads'
import { connect } from '@usufruct/sdk/actions/connect'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import { readAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { checkAnchoredConsent } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import { consentSaid } from '@usufruct/sdk/anchor/signedConsent'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { verifyReceipt } from '@usufruct/sdk/records/verifyReceipt'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectSample } from './stack/expectSample.ts'
import { newHome, type Stack, startStack } from './stack/startStack.ts'
import { until } from './stack/until.ts'

// The same DAO where permissions are put on the ledger together: the chain has a root for many of them, and no record of
// any. Each test goes on where the one before it left off.

const dataset = 'palmer-penguins'
const member = 'dalia'

let home: string
let stack: Stack

beforeAll(async () => {
  home = await newHome()
  stack = await startStack({ home, env: { USUFRUCT_ANCHOR_EVERY: '2' }, pageWithin: 300 })
  // Each permission waits for others, one after the other where a member gives several.
  await stack.played(500)
}, 900_000)

afterAll(async () => {
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const actorOf = async (name: string): Promise<Actor> => {
  const { privateKey } = await stack.node.call('getPracticeKey', { params: { name } })
  return connect({ url: stack.url, account: privateKeyToAccount(privateKey) })
}

const consentsOf = async (actor: Actor) =>
  (await signedIn(actor, () => actor.node.call('listMyConsents', {}))).consents

const eventsOf = <N extends 'ConsentGranted' | 'ConsentsAnchored'>(
  { publicClient, dao }: Actor,
  eventName: N,
) =>
  publicClient.getContractEvents({
    address: dao.deployment.members,
    abi: membersAbi,
    eventName,
    fromBlock: BigInt(dao.deployment.fromBlock),
    strict: true,
  })

/** A license of the institute’s, and what it opens now. */
const download = async () => {
  const institute = await actorOf('institute')
  const { licenses } = await institute.node.call('listLicenses', {
    query: { licensee: institute.account?.address as Hex },
  })
  return downloadLicense(institute, { license: licenses[0]?.license as string })
}

it('plays the sample with roots alone: reviewed, released, licensed, opened and paid', async () => {
  await expectSample(stack)
  const dalia = await actorOf(member)
  expect(await eventsOf(dalia, 'ConsentGranted')).toEqual([])
  expect((await eventsOf(dalia, 'ConsentsAnchored')).length).toBeGreaterThan(0)
  const { rows, leftOut } = await download()
  expect(rows.length).toBeGreaterThan(0)
  expect(leftOut).toEqual([])
})

it('proves each permission to whoever has the chain and the file', async () => {
  const dalia = await actorOf(member)
  const [given] = await consentsOf(dalia)
  if (!given) throw new Error('dalia gave a permission')
  const { consent } = given
  expect(await isConsentLive(dalia, consent)).toBe(true)
  const shown = await dalia.node.call('getAnchoredConsent', { params: { consent } })
  expect(await checkAnchoredConsent(dalia.dao.deployment, shown)).toMatchObject({ consent })
  const anchor = await dalia.node.call('getAnchor', { params: { root: shown.root } })
  const [event] = (await eventsOf(dalia, 'ConsentsAnchored')).filter(({ args }) => args.root === shown.root)
  expect(event?.args.file).toBe(anchor.file)
  const response = await dalia.node.raw(`/api/blobs/${anchor.file}`, { method: 'GET' })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const found: Hex[] = []
  const tree = await readAnchorFile(
    dalia.dao.deployment,
    (async function* () {
      yield bytes
    })(),
    (signed) => void found.push(consentSaid(signed).consent),
  )
  expect(tree.root).toBe(shown.root)
  expect(found).toContain(consent)
})

it('gives a receipt with what was signed in it', async () => {
  const dalia = await actorOf(member)
  const receipt = await until('the receipt', 30, async () => {
    const { receipts } = await signedIn(dalia, () => dalia.node.call('listMyReceipts', {}))
    return receipts.find(({ kind }) => kind === 'given')
  })
  const whole = await signedIn(dalia, () => dalia.node.call('getMyReceipt', { params: { id: receipt.id } }))
  const { ok, checks } = await verifyReceipt(whole, { operator: dalia.dao.operator })
  expect(ok).toBe(true)
  expect(checks.map(({ name }) => name)).toContain('the member’s signature of GrantConsent')
})

it('closes what its member takes back: at the keepers at once, and in the next version', async () => {
  const dalia = await actorOf(member)
  const [given] = await consentsOf(dalia)
  await withdrawConsent(dalia, { dataset })
  expect(await isConsentLive(dalia, given?.consent as Hex)).toBe(false)
  const { leftOut, rows } = await download()
  expect(new Set(leftOut.map(({ consent, code }) => `${code} ${consent}`))).toEqual(
    new Set([`CONSENT_WITHDRAWN ${given?.consent}`]),
  )
  expect(rows.length).toBeGreaterThan(0)
  await until('a version without it', 60, async () => {
    const { offers, releases } = await stack.node.call('getDataset', { params: { slug: dataset } })
    return offers.every(({ offer, release }) =>
      releases.some(
        (cut) => cut.offer === offer && cut.release === release && cut.state === 'active' && release > 1,
      ),
    )
  })
})
