import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ChainError, reasonOf } from '../chainError.ts'
import { answerRpc, answerTooLarge, answerUnreadable, type RpcContext } from './answerRpc.ts'

export type Gateway = {
  url: string
  /** Takes no new request and waits for the answers under way. */
  close(): Promise<void>
}

const largestBody = 8 * 1024 * 1024
// A slow read must not hold up an orderly end.
const patienceMs = 2_000

/**
 * JSON-RPC over HTTP on the loopback interface.
 * No CORS headers, and only `application/json`: a page of another origin can neither read nor send.
 */
export async function createGateway({
  context,
  port,
}: {
  context: RpcContext
  port: number
}): Promise<Gateway> {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => c.json(answerTooLarge(largestBody), 413) }))
  app.post('/', async (c) => {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      return c.text('Send JSON-RPC as application/json.', 415)
    }
    let body: unknown
    try {
      body = await c.req.json()
    } catch {
      return c.json(answerUnreadable(), 400)
    }
    const answer = await answerRpc(context, body)
    return answer === undefined ? c.body(null, 204) : c.json(answer)
  })
  app.all('*', (c) => c.text('This is a JSON-RPC endpoint: POST / with application/json.', 405))

  const server = (await listen(app, port)) as Server
  // Longer than a busy client may take to notice that its idle connection was closed.
  server.keepAliveTimeout = 60_000
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), patienceMs)
        server.close(() => {
          clearTimeout(impatient)
          resolve()
        })
      }),
  }
}

function listen(app: Hono, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ChainError('PORT_TAKEN', `Port ${port} is taken.`, {
              values: { port },
              hint: 'Choose another with --port, or 0 for any free one.',
            })
          : new ChainError('HOME_UNUSABLE', `The gateway cannot listen: ${reasonOf(error)}.`, {
              cause: error,
            }),
      )
    })
  })
}
