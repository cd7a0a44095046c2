import { address, bytes32 } from '@usufruct/sdk/domain/ids'
import { deployment } from '@usufruct/sdk/http/routes/dao'
import { z } from 'zod'

/** How long signed consents wait to be anchored together, in seconds, and how many lie under one root at most. */
export const anchoring = z.object({
  every: z.number().int().min(1).max(86_400),
  most: z.number().int().min(1).max(100_000).default(10_000),
})
export type Anchoring = z.output<typeof anchoring>

/** Everything a node process is told, by its supervisor as one line of JSON on its standard input. */
export const nodeConfig = z.object({
  home: z.string().min(1),
  port: z.number().int().min(0).max(65535),
  databaseUrl: z.string().min(1).optional(),
  /** Without it each consent is relayed by itself, at once. */
  anchoring: anchoring.optional(),
  /** Names under which a proxy in front serves this node, such as `data.example.org`; loopback always works. */
  publicHosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/)).default([]),
})
export type NodeConfig = z.output<typeof nodeConfig>

/** What follows once chain and keepers stand, as a second line: the node opens its database meanwhile. */
export const nodePeers = z.object({
  rpcUrl: z.url(),
  deployment,
  keepers: z.array(
    z.object({ index: z.number().int().nonnegative(), address, hpkePublicKey: bytes32, url: z.url() }),
  ),
  keepersNeeded: z.number().int().min(1),
})
export type NodePeers = z.output<typeof nodePeers>
