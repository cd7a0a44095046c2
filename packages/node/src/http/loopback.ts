import { getConnInfo } from '@hono/node-server/conninfo'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Context as HonoContext } from 'hono'
import type { Context } from '../context.ts'

export const isLoopbackAddress = (address: string | undefined) =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'

export const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)

/** Every request names the host it believes to talk to. One that we do not go by comes from a page elsewhere that
 * pointed its own name at this machine (DNS rebinding), or from somebody who relays sign-ins.
 * @throws UsufructError `HOST_UNKNOWN` */
export const requireKnownHost = (ctx: Context, http: HonoContext) => {
  const host = http.req.header('host')
  if (isLoopbackHost(host) || (host !== undefined && ctx.publicHosts.includes(host.toLowerCase()))) return
  throw new UsufructError({
    code: 'HOST_UNKNOWN',
    kind: 'permission',
    message: `This node does not go by the name ${host ?? 'that was asked for'}.`,
    hint: 'Use http://localhost, or name the public host in USUFRUCT_PUBLIC_HOSTS.',
    details: { host: host ?? null },
  })
}

/** Sample keys leave the node only on this machine, and only in a practice DAO. The host and origin checks
 * keep a web page elsewhere from asking through the visitor's browser (DNS rebinding, cross-site requests).
 * @throws UsufructError `NOT_A_PRACTICE_DAO`, `LOOPBACK_ONLY` */
export const requireLoopback = (ctx: Context, http: HonoContext) => {
  if (!ctx.charter.practice)
    throw new UsufructError({
      code: 'NOT_A_PRACTICE_DAO',
      kind: 'permission',
      message: 'This DAO hands out no keys.',
      hint: 'Make an account of your own.',
    })
  const origin = http.req.header('origin')
  const host = http.req.header('host')
  const sameOrigin = origin === undefined || origin === `http://${host}`
  const proxied = http.req.header('x-forwarded-for') ?? http.req.header('forwarded')
  if (!isLoopbackAddress(getConnInfo(http).remote.address) || !isLoopbackHost(host) || !sameOrigin || proxied)
    throw new UsufructError({
      code: 'LOOPBACK_ONLY',
      kind: 'permission',
      message: 'Sample accounts are handed out only on the machine the practice DAO runs on.',
      hint: 'Open http://localhost on that machine.',
    })
}
