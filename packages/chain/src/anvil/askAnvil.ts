import { type Agent, request } from 'node:http'
import { ChainError, reasonOf } from '../chainError.ts'

export type RpcRequest = { method: string; params?: unknown }

export type RpcReply =
  | { result: unknown; error?: undefined }
  | { error: { code: number; message: string; data?: unknown } }

export type AskAnvilParameters = {
  agent: Agent
  port: number
  timeoutMs: number
}

/** One JSON-RPC request; the chain's own errors are replies, only a chain that does not answer throws. */
export function askAnvil({ agent, port, timeoutMs }: AskAnvilParameters, { method, params }: RpcRequest) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] })
  return new Promise<RpcReply>((resolve, reject) => {
    const gone = (cause: unknown) =>
      reject(
        new ChainError('ANVIL_GONE', `The chain did not answer ${method}: ${reasonOf(cause)}.`, { cause }),
      )
    const call = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        timeout: timeoutMs,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', gone)
        response.on('end', () => {
          try {
            resolve(JSON.parse(Buffer.concat(chunks).toString()) as RpcReply)
          } catch (error) {
            gone(error)
          }
        })
      },
    )
    call.on('error', gone)
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    call.end(body)
  })
}
