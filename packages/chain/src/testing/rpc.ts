/** One JSON-RPC request; throws what the endpoint answers as an error, or what broke the connection. */
export async function rpc<T>(url: string, method: string, params: readonly unknown[] = []): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const reply = (await response.json()) as { result: T; error?: RpcFailureBody }
  if (reply.error !== undefined) throw new RpcFailure(reply.error)
  return reply.result
}

type RpcFailureBody = { code: number; message: string; data?: { code?: string; hint?: string } }

export class RpcFailure extends Error {
  readonly body: RpcFailureBody

  constructor(body: RpcFailureBody) {
    super(body.message)
    this.body = body
  }
}
