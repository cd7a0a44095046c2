import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

export type TestChain = {
  publicClient: PublicClient
  /** A call of the chain’s own, such as `evm_mine`. */
  send: (method: string, ...params: unknown[]) => Promise<unknown>
  /** A new account that can pay for gas. */
  newDeployer: () => Promise<WalletClient<Transport, Chain | undefined, Account>>
  stop: () => void
}

/** A development chain on a free port; every transaction makes a block. `flags` are its own. */
export const startAnvil = async (...flags: string[]): Promise<TestChain> => {
  const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/bin.mjs')
  const anvil = spawn(process.execPath, [wrapper, '--port', '0', '--accounts', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Its output is read to the end: a chain that cannot write its log would stop.
  const lines = createInterface({ input: anvil.stdout })
  const rpc = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /Listening on (\S+)/.exec(line)
      if (found) resolve(`http://${found[1]}`)
    })
    lines.once('close', () => reject(new Error('anvil ended before it listened')))
  })
  const publicClient = createPublicClient({ transport: http(rpc), pollingInterval: 20, cacheTime: 0 })
  const send = (method: string, ...params: unknown[]) =>
    publicClient.request({ method, params } as unknown as { method: 'web3_clientVersion' })
  const newDeployer = async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    await send('anvil_setBalance', account.address, '0x56bc75e2d63100000' satisfies Hex)
    return createWalletClient({ account, transport: http(rpc) })
  }
  return { publicClient, send, newDeployer, stop: () => void anvil.kill('SIGTERM') }
}
