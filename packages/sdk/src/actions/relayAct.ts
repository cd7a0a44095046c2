import { sha256, stringToBytes } from 'viem'
import type { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import type { RouteOutput } from '../http/route.ts'
import type { relay, relayRequest } from '../http/routes/contribute.ts'
import { type Actor, nowInSeconds } from './actor.ts'

/** Long enough for a slow network, short enough that a signature which never arrived is soon worth nothing. */
const signatureLifetime = 3_600

export const signatureDeadline = (): bigint => BigInt(nowInSeconds() + signatureLifetime)

/** Has the node send a signed act to the chain; resolves when it is mined. The same act has the same key, so
 * that trying again after a lost answer sends nothing twice. */
export const relayAct = (
  actor: Actor,
  act: z.input<typeof relayRequest>,
): Promise<RouteOutput<typeof relay>> =>
  actor.node.call('relay', { body: act }, { idempotencyKey: sha256(stringToBytes(canonicalJson(act))) })
