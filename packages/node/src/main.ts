import { createInterface } from 'node:readline'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { ZodType } from 'zod'
import packageJson from '../package.json' with { type: 'json' }
import { loadCharter } from './charter/loadCharter.ts'
import { nodeConfig, nodePeers } from './config.ts'
import { createContext } from './createContext.ts'
import { openDb } from './db/open.ts'
import { cleanContribution } from './flow/clean/cleanContribution.ts'
import { resumeCleaning } from './flow/clean/resumeCleaning.ts'
import { valueContribution } from './flow/value/valueContribution.ts'
import { loadKeys } from './founding/keys.ts'
import { createServer } from './http/createServer.ts'
import { listen } from './http/listen.ts'
import { startSteward } from './steward.ts'

/** Logs are lines of JSON on standard error; standard output has the one line that says the node is ready. */
const log = (text: string, details: Record<string, unknown> = {}) =>
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), text, ...details })}\n`)

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

const readLine = async <T>(schema: ZodType<T>, what: string): Promise<T> => {
  const { value, done } = await lines.next()
  const parsed = done ? null : schema.safeParse(JSON.parse(String(value)))
  if (parsed?.success) return parsed.data
  throw new UsufructError({
    code: 'CONFIG_INVALID',
    kind: 'usage',
    message: `The node was not told its ${what} in a form it understands.`,
    hint: 'Start it with `usufruct start`.',
    details: { issues: parsed?.error?.issues.slice(0, 3) ?? [] },
  })
}

const run = async () => {
  const config = await readLine(nodeConfig, 'configuration')
  const loaded = await loadCharter(config.home)
  const keys = await loadKeys(config.home, loaded.charter)
  const opened = await openDb(
    config.databaseUrl ? { url: config.databaseUrl } : { folder: `${config.home}/db` },
  )
  const peers = await readLine(nodePeers, 'chain and key holders')
  const ctx = await createContext({
    home: config.home,
    version: packageJson.version,
    loaded,
    keys,
    peers,
    opened,
    alone: config.databaseUrl === undefined,
    anchoring: config.anchoring ?? null,
    publicHosts: config.publicHosts,
    log,
  })
  const steward = startSteward(ctx)
  await ctx.jobs.work({
    clean: (contribution, lastTry) => cleanContribution(ctx, contribution, lastTry).finally(steward.hurry),
    value: (contribution) => valueContribution(ctx, contribution).finally(steward.hurry),
  })
  await resumeCleaning(ctx)
  const server = await listen(createServer(ctx), config.port)
  process.stdout.write(`${JSON.stringify({ ready: true, port: server.port })}\n`)

  // The supervisor's end of the pipe closes when it ends, however it ends.
  for (;;) if ((await lines.next()).done) break
  await server.close()
  await steward.stop()
  await ctx.jobs.stop()
  await ctx.indexer.stop()
  await opened.close()
}

// The supervisor stops its children in order; a Ctrl-C in the terminal reaches all of them at once.
process.on('SIGINT', () => undefined)
run().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = findUsufructError(error)
    if (!known) log('the node failed', { error: String(error), stack: (error as Error)?.stack })
    process.stdout.write(
      `${JSON.stringify({ ready: false, error: known?.toJSON() ?? { code: 'INTERNAL', message: String(error), hint: '', kind: 'internal', details: {} } })}\n`,
    )
    process.exit(1)
  },
)
