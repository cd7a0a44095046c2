import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@usufruct/sdk/actions/connect'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import type { RelayedLeaveCard } from '@usufruct/sdk/leaveCard/relayLeaveCard'
import { generateHpkeKey } from '@usufruct/sdk/shares/generateHpkeKey'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import { licenseKeyRequestData } from '@usufruct/sdk/shares/keyRequest'
import { createPublicClient, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { portsOf } from './stack/listening.ts'
import { treeOf } from './stack/processes.ts'
import { newHome, type Stack, startStack } from './stack/startStack.ts'
import { until } from './stack/until.ts'
import { usufruct } from './stack/usufruct.ts'

// The member's device is gone and the DAO's node stands still: a card on paper is all there is.

const member = 'dalia'
const dataset = 'palmer-penguins'
/** Nothing listens on the discard port. */
const nowhere = 'http://127.0.0.1:9'

let home: string
let elsewhere: string
let stack: Stack
let frozen: number | undefined

beforeAll(async () => {
  home = await newHome()
  elsewhere = await mkdtemp(join(tmpdir(), 'usufruct card '))
  stack = await startStack({ home })
  await stack.played(250)
})

afterAll(async () => {
  if (frozen) process.kill(frozen, 'SIGCONT')
  await stack?.kill()
  for (const folder of [home, elsewhere]) if (folder) await rm(folder, { recursive: true, force: true })
})

const processes = () => {
  const pids = new Set(treeOf(stack.child.pid ?? 0))
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) =>
      match && pids.has(Number(match[1])) ? [{ pid: Number(match[1]), args: match[2] ?? '' }] : [],
    )
}
const option = (args: string, name: string) => new RegExp(`--${name} (\\S+)`).exec(args)?.[1] ?? ''

const actorOf = async (name: string) => {
  const { privateKey } = await stack.node.call('getPracticeKey', { params: { name } })
  return connect({ url: stack.url, account: privateKeyToAccount(privateKey) })
}

/** What a licensee is refused of a member's data, asked of key holders directly. */
const refusals = async (
  {
    license,
    release,
    manifest,
    owner,
  }: { license: string; release: number; manifest: string; owner: Awaited<ReturnType<typeof actorOf>> },
  contributions: Hex[],
  urls: string[],
) =>
  Promise.all(
    urls.map(async (url) => {
      const client = createKeeperClient(url)
      const { address } = await client.call('getStatus', {})
      const head = { keeper: address, nonce: `0x${randomBytes(32).toString('hex')}` as Hex, release }
      const ephemeralKey = generateHpkeKey().publicKey
      const deadline = Math.floor(Date.now() / 1000) + 600
      const message = { ...head, ephemeralKey, license: BigInt(license), deadline: BigInt(deadline) }
      const signature = await owner.account?.signTypedData(
        licenseKeyRequestData(owner.dao.deployment, message),
      )
      const request = { ...head, ephemeralKey, license, deadline }
      const { refused } = await client.call('openLicense', {
        body: { request, signature: signature as Hex, manifest, contributions },
      })
      return refused.map(({ code }) => code)
    }),
  )

it('takes everything back, sent in by a process that has neither', { timeout: 180_000 }, async () => {
  const file = join(elsewhere, 'card.txt')
  const made = await usufruct<{ consents: Hex[]; text: string }>(
    stack,
    ...['--as', member, 'consent', 'card', '--dataset', dataset, '--out', file],
  )
  expect(made).toMatchObject({ code: 0 })
  expect(await readFile(file, 'utf8')).toContain(made.json.text)
  const [consent] = made.json.consents
  if (!consent) throw new Error('the card covers nothing')

  const dalia = await actorOf(member)
  const { contributions } = await signedIn(dalia, () => dalia.node.call('listMyContributions', {}))
  const lent = contributions
    .filter(({ state }) => state === 'accepted')
    .map(({ contribution }) => contribution)
  expect(lent.length).toBeGreaterThan(0)
  const owner = await actorOf('institute')
  const { licenses } = await owner.node.call('listLicenses', {
    query: { licensee: owner.account?.address as Hex },
  })
  const [license] = licenses
  if (!license) throw new Error('the institute has no license')
  const manifest = await (await owner.node.raw(`/api/blobs/${license.manifest}`, { method: 'GET' })).text()

  const all = processes()
  const keepers = all.filter(({ args }) => /--index \d/.test(args))
  expect(keepers).toHaveLength(3)
  const rpc = option(keepers[0]?.args ?? '', 'rpc')
  const urls = keepers.map(({ pid }) => `http://127.0.0.1:${portsOf(pid)[0]}`)
  const chain = createPublicClient({ transport: http(rpc) })
  const { members } = dalia.dao.deployment
  const isLive = () =>
    chain.readContract({ address: members, abi: membersAbi, functionName: 'isLive', args: [consent] })
  const asked = { license: license.license, release: license.opensRelease, manifest, owner }
  expect(await isLive()).toBe(true)
  expect(await refusals(asked, lent, urls)).toEqual([[], [], []])

  // Whoever serves the port is the node; its supervisor would start another one if it ended.
  frozen = nodeOf(stack.port)
  process.kill(frozen, 'SIGSTOP')
  await expect(fetch(`${stack.url}/api/health`, { signal: AbortSignal.timeout(2_000) })).rejects.toThrow()

  const empty = join(elsewhere, 'home')
  await mkdir(empty)
  const sent = await usufruct<RelayedLeaveCard>(
    { home: empty, url: nowhere },
    ...['consent', 'card', '--relay', file, '--rpc', rpc, ...urls.flatMap((url) => ['--keeper', url])],
  )
  expect(sent).toMatchObject({ code: 0 })
  // The card goes to the chain and to the key holders at once, and one of these may have passed it on first.
  expect(['withdrawn', 'before']).toContain(sent.json.chain)
  expect(sent.json).toMatchObject({
    node: null,
    notCovered: [],
    consents: made.json.consents,
  })
  expect(sent.json.keepers).toEqual(urls.map((url) => ({ url, error: null })))
  expect(await isLive()).toBe(false)
  const every = lent.map(() => 'CONSENT_WITHDRAWN')
  expect(await refusals(asked, lent, urls)).toEqual([every, every, every])

  // The node learns of it from the chain when it wakes up.
  process.kill(frozen, 'SIGCONT')
  frozen = undefined
  await until('the node to know', 30, async () => {
    const list = (await signedIn(dalia, () => dalia.node.call('listMyConsents', {}))).consents
    return list.every(({ state }) => state !== 'live')
  })
})

/** The process of the stack that serves the page. */
const nodeOf = (port: number): number => {
  const pid = treeOf(stack.child.pid ?? 0).find((candidate) => portsOf(candidate).includes(port))
  if (pid === undefined) throw new Error(`nothing of the stack listens on ${port}`)
  return pid
}
