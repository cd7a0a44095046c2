import type { RpcReply, RpcRequest } from '../anvil/askAnvil.ts'
import { ChainError, type ChainErrorCode, isChainError } from '../chainError.ts'
import { atPresentTime } from './atPresentTime.ts'
import { passedOn, simulated, whyRefused } from './methods.ts'

export type RpcContext = {
  chainId: number
  ask: (request: RpcRequest) => Promise<RpcReply>
  submit: (raw: string) => Promise<`0x${string}`>
  nextTimestamp: () => number
}

export const largestBatch = 1_000

type Id = string | number | null
type Answer = { jsonrpc: '2.0'; id: Id } & ({ result: unknown } | { error: RpcErrorBody })
type RpcErrorBody = { code: number; message: string; data?: unknown }

const codes = { parse: -32700, invalid: -32600, unknownMethod: -32601, params: -32602, internal: -32603 }

/**
 * Answers a request body: one request or a batch. Undefined when nothing in it wants an answer.
 * The requests of a batch are taken up in their order, so transactions of one account may share a batch.
 */
export async function answerRpc(context: RpcContext, body: unknown): Promise<Answer | Answer[] | undefined> {
  if (!Array.isArray(body)) return answerOne(context, body)
  if (body.length === 0) return failure(null, codes.invalid, 'An empty batch holds no request.')
  if (body.length > largestBatch) {
    return failure(
      null,
      codes.invalid,
      `A batch holds at most ${largestBatch} requests, this has ${body.length}.`,
    )
  }
  const answers = await Promise.all(body.map((request) => answerOne(context, request)))
  const wanted = answers.filter((answer) => answer !== undefined)
  return wanted.length === 0 ? undefined : wanted
}

/** The answer to a body that is no JSON. */
export function answerUnreadable(): Answer {
  return failure(null, codes.parse, 'The request body is not JSON.')
}

/** The answer to a body that was not read to its end. */
export function answerTooLarge(largestBody: number): Answer {
  return failure(null, codes.invalid, `A request body has at most ${largestBody} bytes.`)
}

async function answerOne(context: RpcContext, request: unknown): Promise<Answer | undefined> {
  const parsed = parseRequest(request)
  if (parsed === undefined) return failure(null, codes.invalid, 'This is not a JSON-RPC 2.0 request.')
  const reply = await replyTo(context, parsed)
  if (parsed.id === undefined) return undefined
  if (reply.error !== undefined) return { jsonrpc: '2.0', id: parsed.id, error: reply.error }
  return { jsonrpc: '2.0', id: parsed.id, result: reply.result }
}

async function replyTo(context: RpcContext, { method, params }: RpcRequest): Promise<RpcReply> {
  try {
    if (method === 'eth_sendRawTransaction') return { result: await context.submit(rawFrom(params)) }
    if (method === 'eth_chainId') return { result: `0x${context.chainId.toString(16)}` }
    // The chain behind suggests a tip, which members without ether could not pay.
    if (method === 'eth_maxPriorityFeePerGas' || method === 'eth_gasPrice') return { result: '0x0' }
    if (simulated.has(method)) {
      return await context.ask({ method, params: atPresentTime(params, context.nextTimestamp()) })
    }
    if (passedOn.has(method)) return await context.ask({ method, params })
    return { error: { code: codes.unknownMethod, message: whyRefused(method) } }
  } catch (error) {
    return { error: errorBody(error) }
  }
}

function parseRequest(request: unknown): (RpcRequest & { id: Id | undefined }) | undefined {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return undefined
  const { method, params, id } = request as { method?: unknown; params?: unknown; id?: unknown }
  if (typeof method !== 'string') return undefined
  if (params !== undefined && (typeof params !== 'object' || params === null)) return undefined
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') return undefined
  return { method, params, id }
}

function rawFrom(params: unknown): string {
  const raw: unknown = Array.isArray(params) ? params[0] : undefined
  if (typeof raw === 'string') return raw
  throw new ChainError(
    'TX_MALFORMED',
    'eth_sendRawTransaction takes one string, the signed transaction in hex.',
  )
}

function failure(id: Id, code: number, message: string): Answer {
  return { jsonrpc: '2.0', id, error: { code, message } }
}

// EIP-1474: -32003 transaction rejected, -32002 resource unavailable, -32005 limit exceeded.
const rpcCodes: Partial<Record<ChainErrorCode, number>> = {
  TX_MALFORMED: codes.params,
  JOURNAL_WRITE_FAILED: -32002,
  CHAIN_STOPPING: -32002,
  ANVIL_GONE: -32002,
  ANVIL_KEEPS_FAILING: -32002,
  CHAIN_BUSY: -32005,
}

function errorBody(error: unknown): RpcErrorBody {
  if (!isChainError(error)) return { code: codes.internal, message: 'The gateway failed; see its log.' }
  const { code, message, values, hint } = error
  const rpcCode = rpcCodes[code] ?? (code.startsWith('TX_') ? -32003 : codes.internal)
  return { code: rpcCode, message, data: { code, values, ...(hint === undefined ? {} : { hint }) } }
}
