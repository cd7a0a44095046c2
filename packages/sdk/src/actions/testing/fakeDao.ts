import {
  type Abi,
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionResult,
  type Hex,
  hexToBigInt,
  type LocalAccount,
  sha256,
  toHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { contributionsAbi } from '../../contracts/generated/Contributions.ts'
import { membersAbi } from '../../contracts/generated/Members.ts'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { consentIdOf, consentInnerOf, contributionIdOf, readGrant } from '../../domain/ids.ts'
import { bitmapToPurposes } from '../../domain/purposes.ts'
import type { DaoInfo } from '../../http/routes/dao.ts'
import type { License } from '../../http/routes/license.ts'
import { connect } from '../connect.ts'
import { createMemoryDrafts, createMemoryTokens } from '../memoryStores.ts'
import { eventOf, words } from './fakeEvent.ts'
import { createFakeKeeper } from './fakeKeeper.ts'
import { fakeAgreement, fakeCharter } from './fakeTexts.ts'

const contract = (digit: string): Hex => `0x${digit.repeat(40)}`
const hash = (digit: string): Hex => `0x${digit.repeat(64)}`

type Relayed = { kind: string; message: Record<string, never>; terms?: string; signature: Hex }
type KeptConsent = {
  inner: Hex
  purposes: number
  end: number
  withdrawn: boolean
  paused: boolean
  dataset: Hex
  agreement: Hex
  terms: Hex
  replaces: Hex | null
}

type ShownConsent = { signed: { account: Hex; terms: Hex; bits: bigint } }
const anchoredIn = ({ signed: { account, terms, bits: grant } }: ShownConsent): Hex =>
  readGrant({ account, terms, grant }).consent

const aborted = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** Thrown by a test’s `before` to make a request fail as a broken connection does. */
export class ConnectionLost extends Error {}

/**
 * A DAO as a client sees it over HTTP: node, chain and keepers, all in memory, with the state that the actions
 * depend on and none of the rules. What is signed, sealed and encrypted is real.
 */
export const createFakeDao = () => {
  const deployment = {
    chainId: 31_337,
    factory: contract('1'),
    members: contract('2'),
    offers: contract('4'),
    releases: contract('5'),
    contributions: contract('3'),
    authority: contract('7'),
    coin: contract('6'),
    fromBlock: 0,
  }
  const keepers = [0, 1, 2].map((index) => createFakeKeeper(index, deployment))
  const dao = {
    name: 'Test DAO',
    practice: true,
    banner: null,
    version: '0.1.0',
    deployment,
    coin: { address: deployment.coin, name: 'Coin', symbol: 'COIN', decimals: 6 },
    charter: fakeCharter,
    agreement: fakeAgreement,
    agreements: [fakeAgreement],
    operator: contract('8'),
    treasury: contract('9'),
    keepers: keepers.map(({ info }) => info),
    keepersNeeded: 2,
    rpc: '/rpc',
    anchorEvery: null,
  } satisfies DaoInfo

  const consents = new Map<Hex, KeptConsent>()
  /** Consents that the chain finds under an anchored root. */
  const eligible = new Set<Hex>()
  const stopped = new Set<Hex>()
  const registered = new Map<Hex, { consent: Hex; commitment: Hex }>()
  const described = new Map<Hex, Record<string, unknown>>()
  const uploads = new Map<Hex, { size: number; bytes: number[] }>()
  const blobs = new Map<Hex, Uint8Array>()
  const licenses = new Map<string, License>()
  const releases = new Map<string, { manifest: Hex }>()
  const claims: Record<string, never>[] = []
  let earnings: unknown = { positions: [], nonce: '0' }
  const sessions = { signIns: 0, valid: new Set<string>() }
  /** Every request, as `METHOD path` or the relayed kind. */
  const log: string[] = []
  const hooks: {
    /** Answers of routes that need no state, by `METHOD path`. */
    answers?: Record<string, (body: never) => unknown>
    before?: (what: string) => void | Promise<void>
    pieceLimit?: number
  } = {}

  const relayed: Record<string, (message: Record<string, never>, text?: string) => void> = {
    grantConsent: (message, text = '{}') => {
      const { account, ...terms } = message as unknown as Parameters<typeof consentInnerOf>[0] & {
        account: Hex
      }
      const { legalText, replaces } = JSON.parse(text) as { legalText?: { sha256: Hex }; replaces?: Hex }
      const inner = consentInnerOf(terms)
      const id = consentIdOf(account, inner)
      consents.set(id, {
        inner,
        purposes: terms.purposes,
        end: terms.end,
        withdrawn: false,
        paused: false,
        dataset: terms.dataset,
        agreement: legalText?.sha256 ?? hash('0'),
        terms: terms.terms,
        replaces: replaces ?? null,
      })
    },
    pauseConsents: (message) => {
      const { account, inners } = message as unknown as { account: Hex; inners: Hex[] }
      for (const inner of inners) {
        const kept = consents.get(consentIdOf(account, inner))
        if (kept) kept.paused = true
      }
    },
    withdrawConsents: (message) => {
      const { account, inners } = message as unknown as { account: Hex; inners: Hex[] }
      for (const inner of inners) {
        const kept = consents.get(consentIdOf(account, inner))
        if (kept) kept.withdrawn = true
      }
    },
    registerContribution: (message) => {
      const { account, commitment, consent } = message as unknown as Record<string, Hex>
      registered.set(contributionIdOf(account as Hex, commitment as Hex), {
        consent: consent as Hex,
        commitment: commitment as Hex,
      })
    },
    claimEarnings: (message) => void claims.push(message),
    join: () => undefined,
  }

  const call = ({ to, data }: { to: Hex; data: Hex }): Hex => {
    const abi =
      (
        { [deployment.members]: membersAbi, [deployment.contributions]: contributionsAbi } as Record<Hex, Abi>
      )[to] ?? (offersAbi as Abi)
    const { functionName, args = [] } = decodeFunctionData({ abi, data })
    const id = args[0] as Hex
    const kept = consents.get(id)
    const results: Record<string, () => unknown> = {
      isLive: () => kept !== undefined && !kept.withdrawn && !kept.paused,
      consentOf: () =>
        kept ? [kept.purposes, 1, kept.end, kept.withdrawn ? 2 : 0, kept.paused ? 2 : 0] : [0, 0, 0, 0, 0],
      isOver: () => stopped.has(id),
      statusOf: () => (registered.has(id) ? 1 : 0),
      isAnchoredEligible: () => eligible.has(anchoredIn(args[0] as ShownConsent)),
    }
    return encodeFunctionResult({ abi, functionName, result: results[functionName]?.() } as never)
  }

  /** The events `ReleaseActivated` that a filter by offer and release finds, or `ContributionRegistered` by id. */
  const logs = ({ address, topics }: { address: Hex; topics: Hex[] }) => {
    const [topic = '0x', first = '0x0', second = '0x0'] = topics
    if (address === deployment.contributions) {
      const kept = registered.get(first)
      if (!kept) return []
      const data = encodeAbiParameters(words('bytes32', 'bytes32'), [kept.consent, kept.commitment])
      return [eventOf(address, [topic, first, hash('0'), hash('0')], data)]
    }
    const kept = releases.get(`${hexToBigInt(first)}/${hexToBigInt(second)}`)
    if (!kept) return []
    const types = words('bytes32', 'uint64', 'bytes32', 'uint40', 'uint40')
    const data = encodeAbiParameters(types, [hash('0'), 0n, kept.manifest, 0, 0])
    return [eventOf(deployment.releases, [topic, first, second], data)]
  }

  const nextOf = (consent: Hex): Hex | null =>
    [...consents].find(([, kept]) => kept.replaces === consent)?.[0] ?? null

  /** The last that continues a consent. */
  const tipOf = (consent: Hex): Hex => {
    const next = nextOf(consent)
    return next ? tipOf(next) : consent
  }

  const stateOf = (kept: KeptConsent, next: Hex | null) => {
    if (kept.withdrawn) return next ? 'replaced' : 'withdrawn'
    if (kept.paused) return next ? 'replaced' : 'paused'
    return 'live'
  }

  const myConsents = () =>
    [...consents].reverse().map(([consent, kept]) => ({
      consent,
      inner: kept.inner,
      account: contract('0'),
      dataset: 'birds',
      purposes: bitmapToPurposes(kept.purposes),
      agreement: kept.agreement,
      agreementVersion: '1.0.0',
      terms: kept.terms,
      grantedAt: 1,
      end: kept.end,
      pausedAt: kept.paused ? 2 : null,
      withdrawnAt: kept.withdrawn ? 2 : null,
      replaces: kept.replaces,
      replacedBy: nextOf(consent),
      state: stateOf(kept, nextOf(consent)),
      live: !kept.withdrawn && !kept.paused,
      renewFrom: null,
      known: true,
      contributions: 0,
      licenses: 0,
    }))

  const myContributions = () =>
    [...described].map(([contribution, file]) => ({
      contribution,
      account: contract('0'),
      dataset: 'birds',
      name: 'file',
      consent: tipOf(registered.get(contribution)?.consent ?? hash('0')),
      order: 1,
      at: 1,
      state: consents.get(tipOf(registered.get(contribution)?.consent ?? '0x'))?.withdrawn
        ? 'withdrawn'
        : blobs.has(file.blob as Hex)
          ? 'uploaded'
          : 'registered',
      rows: 1,
      newRows: null,
      nearRows: null,
      takenDown: [],
      redactions: 0,
      contentHash: file.contentHash,
      commitment: hash('0'),
      blob: file.blob,
      opening: { salt: file.salt, keyCommitment: file.keyCommitment, contentBytes: file.contentBytes },
      weights: [],
      timeline: [],
      looked: [],
      mayLook: [],
    }))

  const failure = (status: number, code: string, kind: string) => ({
    status,
    json: { code, message: code, hint: '', kind, details: {} },
  })

  const answer = async (
    what: string,
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; json: unknown }> => {
    const text = typeof init.body === 'string' ? init.body : ''
    const body = text === '' ? undefined : (JSON.parse(text) as never)
    const token = new Headers(init.headers).get('authorization')
    const needsSession = /^\w+ \/api\/(me|uploads|contributions)/.test(what)
    if (needsSession && !sessions.valid.has(token ?? ''))
      return failure(401, 'SIGN_IN_FIRST', 'unauthenticated')
    const keeper = /^\/keepers\/(\d)(\/.*)$/.exec(path)
    if (keeper) {
      if (keepers[Number(keeper[1])]?.state.hangs) await aborted(init.signal)
      const given = await keepers[Number(keeper[1])]?.answer(keeper[2] ?? '', body as never)
      if (!given) throw new ConnectionLost()
      return given
    }
    const given = hooks.answers?.[what]
    if (given) return { status: 200, json: given(body as never) }
    switch (what) {
      case 'GET /api/dao':
        return { status: 200, json: dao }
      case 'POST /api/session/nonce':
        return { status: 200, json: { nonce: 'abcdefgh12345678' } }
      case 'POST /api/session': {
        const session = `session-${++sessions.signIns}`
        sessions.valid.add(`Bearer ${session}`)
        return { status: 200, json: { token: session, account: contract('0'), expiresAt: 4_000_000_000 } }
      }
      case 'GET /api/me/consents':
        return { status: 200, json: { consents: myConsents() } }
      case 'GET /api/me/contributions':
        return { status: 200, json: { contributions: myContributions() } }
      case 'GET /api/me/earnings':
        return { status: 200, json: earnings }
      case 'POST /api/contributions': {
        const file = body as unknown as Record<string, unknown>
        described.set(file.contribution as Hex, file)
        return { status: 200, json: { contribution: file.contribution, uploaded: false } }
      }
      case 'POST /api/uploads': {
        const { sha256: name, size } = body as unknown as { sha256: Hex; size: number }
        const upload = uploads.get(name) ?? { size, bytes: [] }
        uploads.set(name, upload)
        return { status: 200, json: { offset: upload.bytes.length, complete: blobs.has(name) } }
      }
    }
    if (what.startsWith('relay ')) {
      const { kind, message, terms } = body as unknown as Relayed
      relayed[kind]?.(message, terms)
      return { status: 200, json: { state: 'done', transaction: hash('e'), block: 1, repeated: false } }
    }
    if (what.startsWith('PATCH /api/uploads/')) {
      const name = path.slice('/api/uploads/'.length) as Hex
      const upload = uploads.get(name)
      const offset = Number(new Headers(init.headers).get('upload-offset'))
      if (!upload || offset !== upload.bytes.length) return failure(409, 'UPLOAD_OFFSET_MISMATCH', 'conflict')
      upload.bytes.push(...(init.body as Uint8Array).subarray(0, hooks.pieceLimit))
      const bytes = Uint8Array.from(upload.bytes)
      const complete = bytes.length === upload.size && sha256(bytes) === name
      if (complete) blobs.set(name, bytes)
      return { status: 200, json: { offset: bytes.length, complete } }
    }
    if (what.endsWith('/anchored')) return failure(404, 'CONSENT_NOT_ANCHORED', 'notFound')
    if (what.startsWith('GET /api/licenses/')) {
      const license = licenses.get(path.slice('/api/licenses/'.length))
      return license ? { status: 200, json: license } : failure(404, 'LICENSE_UNKNOWN', 'notFound')
    }
    return failure(404, 'ROUTE_UNKNOWN', 'notFound')
  }

  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const path = new URL(String(input)).pathname
    const method = init.method ?? 'GET'
    init.signal?.throwIfAborted()
    if (path === '/rpc') {
      const { id, method: rpc, params } = JSON.parse(init.body as string)
      const results: Record<string, () => unknown> = {
        eth_call: () => call(params[0]),
        eth_getBlockByNumber: () => ({ number: '0x1', timestamp: toHex(Math.floor(Date.now() / 1000)) }),
        eth_getLogs: () => logs(params[0]),
      }
      const result = results[rpc]?.() ?? toHex(deployment.chainId)
      return Response.json({ jsonrpc: '2.0', id, result })
    }
    const what = path === '/api/relay' ? `relay ${JSON.parse(init.body as string).kind}` : `${method} ${path}`
    log.push(what)
    await hooks.before?.(what)
    if (path.startsWith('/api/blobs/')) {
      const blob = blobs.get(path.slice('/api/blobs/'.length) as Hex)
      return blob ? new Response(blob as Uint8Array<ArrayBuffer>) : Response.json({}, { status: 404 })
    }
    const { status, json } = await answer(what, path, init)
    return Response.json(json, { status })
  }

  const account = privateKeyToAccount(hash('d'))
  const drafts = createMemoryDrafts()
  return {
    dao,
    keepers,
    consents,
    eligible,
    stopped,
    registered,
    described,
    blobs,
    licenses,
    releases,
    claims,
    sessions,
    log,
    hooks,
    account,
    address: account.address.toLowerCase() as Hex,
    drafts,
    setEarnings: (value: unknown) => {
      earnings = value
    },
    actor: (as: LocalAccount | undefined = account) =>
      connect({
        url: 'http://dao.test',
        account: as,
        drafts,
        tokens: createMemoryTokens(),
        fetch: fetch as typeof globalThis.fetch,
      }),
  }
}

export type FakeDao = ReturnType<typeof createFakeDao>
