import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { createApp } from './http/createApp.ts'
import { openKeeper } from './openKeeper.ts'
import { readDeployment } from './readDeployment.ts'

const usage = (message: string) =>
  new UsufructError({
    code: 'USAGE',
    kind: 'usage',
    message,
    hint: 'main.ts --home DIR --index N --port N --rpc URL --deployment FILE [--finality BLOCKS] [--max-head-age SECONDS]',
  })

function readArguments() {
  const text = { type: 'string' } as const
  const options = {
    home: text,
    index: text,
    port: text,
    rpc: text,
    deployment: text,
    finality: text,
    'max-head-age': text,
  }
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values']
  try {
    values = parseArgs({ options }).values
  } catch (cause) {
    throw usage((cause as Error).message)
  }
  const required = (name: keyof typeof options): string => values[name] ?? raise(`--${name} is missing.`)
  const number = (name: keyof typeof options, value: string): number =>
    /^\d{1,9}$/.test(value) ? Number(value) : raise(`--${name} must be a whole number, not “${value}”.`)
  const maxHeadAge = values['max-head-age']
  return {
    home: required('home'),
    index: number('index', required('index')),
    port: number('port', values.port ?? '0'),
    rpc: required('rpc'),
    deployment: readDeployment(required('deployment')),
    finality: number('finality', values.finality ?? '0'),
    maxHeadAge: maxHeadAge === undefined ? undefined : number('max-head-age', maxHeadAge),
  }
}

function raise(message: string): never {
  throw usage(message)
}

const portTaken = (port: number, cause: Error) =>
  new UsufructError({
    code: 'PORT_TAKEN',
    kind: 'unreachable',
    message: `Port ${port} cannot be listened on: ${(cause as NodeJS.ErrnoException).code}.`,
    hint: 'Choose another with --port, or 0 for any free one.',
    details: { port },
    cause,
  })

async function main(): Promise<void> {
  const { port, ...parameters } = readArguments()
  const { keeper, close } = await openKeeper(parameters)
  const server = serve({ fetch: createApp(keeper).fetch, hostname: '127.0.0.1', port }, (at) => {
    const { identity } = keeper
    const url = `http://127.0.0.1:${at.port}`
    const ready = {
      ready: true,
      url,
      address: identity.account.address,
      hpkePublicKey: identity.hpke.publicKey,
    }
    process.stdout.write(`${JSON.stringify(ready)}\n`)
    // Catch up before the first request does.
    void keeper.chain.sync().catch((error: Error) => console.error(error.message))
  })
  let stopping = false
  const stop = (failure?: UsufructError) => {
    if (stopping) return
    stopping = true
    // Those who were told yes get their answer; whoever holds a connection open does not keep the process.
    server.close(() => {
      void close().then(() => process.exit(failure === undefined ? 0 : fail(failure)))
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  }
  server.on('error', (error: Error) => stop(portTaken(port, error)))
  process.on('SIGTERM', () => stop())
  process.on('SIGINT', () => stop())
  // Whoever started this keeper holds the other end: it must not outlive them.
  process.stdin
    .on('end', () => stop())
    .on('close', () => stop())
    .resume()
}

/** Prints one JSON error and gives the exit code of ARCHITECTURE §7. */
function fail(error: unknown): number {
  const known = findUsufructError(error)
  if (known === undefined) console.error(error)
  else process.stderr.write(`${JSON.stringify(known.toJSON())}\n`)
  if (known?.kind === 'usage') return 2
  return known?.kind === 'unreachable' || known?.kind === 'conflict' ? 6 : 1
}

main().catch((error: unknown) => process.exit(fail(error)))
