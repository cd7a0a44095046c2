import { serve } from '@hono/node-server'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hono } from 'hono'

export type Listening = { port: number; close: () => Promise<void> }

/** Serves on loopback only. @throws UsufructError `PORT_TAKEN` */
export const listen = (app: Hono, port: number): Promise<Listening> =>
  new Promise((resolve, reject) => {
    let closed: Promise<void> | undefined
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) =>
      resolve({
        port: info.port,
        close: () => {
          closed ??= new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          })
          return closed
        },
      }),
    )
    server.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new UsufructError({
              code: 'PORT_TAKEN',
              kind: 'unreachable',
              message: `Port ${port} is taken by another program.`,
              hint: 'Choose another with --port N.',
              details: { port },
              cause,
            })
          : cause,
      ),
    )
  })
