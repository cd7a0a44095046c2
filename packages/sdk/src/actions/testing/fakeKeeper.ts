import { type Hex, keccak256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { eip712Domain } from '../../messages/domain.ts'
import { generateHpkeKey } from '../../shares/generateHpkeKey.ts'
import { licenseKeyRequestDigest, taskKeyRequestDigest } from '../../shares/keyRequest.ts'
import { sealAnswer } from '../../shares/sealAnswer.ts'
import { openSealedShare } from '../../shares/sealShare.ts'
import { shareHash } from '../../shares/shareHash.ts'
import { shareReceiptTypes } from '../../shares/shareReceipt.ts'

type Dao = { chainId: number; members: Hex }

/** A keeper as seen over HTTP: real seals, receipts and answers, and no rules of its own. */
export const createFakeKeeper = (index: number, dao: Dao) => {
  const account = privateKeyToAccount(keccak256(`0x0${index}`))
  const address = account.address.toLowerCase() as Hex
  const hpke = generateHpkeKey()
  const shares = new Map<Hex, Uint8Array>()
  const state = {
    down: false,
    /** Takes a request and never answers it. */
    hangs: false,
    /** Gives its share with one bit changed. */
    lies: false,
    refuses: new Map<Hex, string>(),
    /** Refuses the license itself. */
    licenseError: undefined as { code: string; kind: string } | undefined,
    deposits: 0,
    withdrawals: [] as unknown[],
    continuations: [] as { consent: Hex; terms: string }[],
  }

  const deposit = async ({ message, sealed }: { message: Record<string, never>; sealed: Hex }) => {
    const { contribution, keyCommitment } = message as unknown as { contribution: Hex; keyCommitment: Hex }
    const share = await openSealedShare(sealed, hpke.privateKey, { contribution, index })
    if (!shares.has(contribution)) shares.set(contribution, share)
    state.deposits++
    const receipt = {
      keeper: address,
      contribution,
      keyCommitment,
      shareHash: shareHash(contribution, index, shares.get(contribution) as Uint8Array),
    }
    const signature = await account.signTypedData({
      domain: eip712Domain(dao.chainId, dao.members),
      types: shareReceiptTypes,
      primaryType: 'ShareReceipt',
      message: { ...receipt, at: 1_000n },
    })
    return { receipts: [{ ...receipt, at: 1_000, signature }], refused: [] }
  }

  type Request = { keeper: Hex; nonce: Hex; ephemeralKey: Hex; deadline: number }

  const open = async (request: Request, digest: Hex, wanted: Hex[]) => {
    const served = wanted.filter(
      (contribution) => !state.refuses.has(contribution) && shares.has(contribution),
    )
    const given = served.map((contribution) => {
      const share = Uint8Array.from(shares.get(contribution) as Uint8Array)
      if (state.lies) share[0] = (share[0] ?? 0) ^ 1
      return { contribution, share }
    })
    const answer = await sealAnswer(given, request.ephemeralKey, { keeper: address, request: digest })
    const refused = wanted
      .filter((contribution) => !served.includes(contribution))
      .map((contribution) => ({ contribution, code: state.refuses.get(contribution) ?? 'NO_SHARE' }))
    return { keeper: address, ...answer, refused }
  }

  return {
    info: { index, address, hpkePublicKey: hpke.publicKey, url: `/keepers/${index}` },
    shares,
    state,
    /** Null when nobody answers. */
    answer: async (path: string, body: never): Promise<{ status: number; json: unknown } | null> => {
      if (state.down) return null
      if (path === '/shares')
        return { status: 200, json: await deposit((body as { deposits: [never] }).deposits[0]) }
      if (path === '/continue') {
        const { continuations } = body as { continuations: { consent: Hex; terms: string }[] }
        state.continuations.push(...continuations)
        return {
          status: 200,
          json: { known: continuations.map(({ consent }) => consent), refused: [] },
        }
      }
      if (path === '/withdraw') {
        state.withdrawals.push(body)
        return { status: 200, json: { consents: [], relay: 'onChain', problem: null } }
      }
      if (state.licenseError)
        return {
          status: 403,
          json: { ...state.licenseError, message: 'no', hint: '', details: {} },
        }
      if (path === '/open/task') {
        const { request } = body as {
          request: Request & { holder: Hex; task: string; contributions: Hex[] }
        }
        const digest = taskKeyRequestDigest(dao, { ...request, deadline: BigInt(request.deadline) })
        return { status: 200, json: await open(request, digest, request.contributions) }
      }
      const { request, manifest } = body as {
        request: Request & { license: string; release: number }
        manifest: string
      }
      const { parts } = JSON.parse(manifest) as { parts: { contribution: Hex }[] }
      const digest = licenseKeyRequestDigest(dao, {
        ...request,
        license: BigInt(request.license),
        deadline: BigInt(request.deadline),
      })
      return {
        status: 200,
        json: await open(
          request,
          digest,
          parts.map((part) => part.contribution),
        ),
      }
    },
  }
}

export type FakeKeeper = ReturnType<typeof createFakeKeeper>
