import { createSiweMessage } from 'viem/siwe'
import { type Actor, requireAccount, type Session } from '../actor.ts'
import { absoluteUrl } from '../connect.ts'

/** Signs in with an ERC-4361 message, bound to the node's host so that another site cannot use it. */
export async function signIn(actor: Actor): Promise<Session> {
  const { account } = requireAccount(actor)
  const { nonce } = await actor.node.call('getSessionNonce', {})
  const uri = absoluteUrl(actor.node.url, '/')
  const message = createSiweMessage({
    domain: new URL(uri).host,
    address: account.address,
    statement: `Sign in to ${actor.dao.name.replaceAll(/[\r\n]/g, ' ')}.`,
    uri,
    version: '1',
    chainId: actor.dao.deployment.chainId,
    nonce,
    issuedAt: new Date(),
  })
  const signature = await account.signMessage({ message })
  const { token, expiresAt } = await actor.node.call('createSession', { body: { message, signature } })
  const session = { token, expiresAt }
  await actor.session.set(session)
  return session
}
