import type { Address, Hex, TransactionReceipt } from 'viem'
import { revertToError } from '../actions/revertToError.ts'
import { UsufructError } from '../domain/errors.ts'
import type { DeployDaoParameters, DeploymentRecord } from './deploy.ts'

/** Sends what a founding needs, and keeps a record of it. */
export type Deployer = ReturnType<typeof createDeployer>

export function createDeployer({
  walletClient,
  publicClient,
  record: earlier,
  persist,
}: Pick<DeployDaoParameters, 'walletClient' | 'publicClient' | 'persist'> & { record: DeploymentRecord }) {
  let record = { ...earlier }

  const save = async (change: DeploymentRecord) => {
    record = { ...record, ...change }
    await persist?.(record)
  }

  const hasCode = async (address: Address | undefined): Promise<boolean> =>
    address !== undefined && ((await publicClient.getCode({ address })) ?? '0x') !== '0x'

  const send = async (
    what: string,
    transaction: { to?: Address; data: Hex },
  ): Promise<TransactionReceipt> => {
    let receipt: TransactionReceipt
    try {
      const hash = await walletClient.sendTransaction({ chain: walletClient.chain ?? null, ...transaction })
      receipt = await publicClient.waitForTransactionReceipt({ hash })
    } catch (error) {
      throw revertToError(error)
    }
    if (receipt.status === 'success') return receipt
    throw new UsufructError({
      code: 'DEPLOY_FAILED',
      message: `The transaction that should ${what} was reverted.`,
      hint: 'Run it again: what is deployed already is kept.',
      kind: 'internal',
      details: { hash: receipt.transactionHash },
    })
  }

  /** The contract that is known, or else a new one. */
  const ensure = async (
    what: string,
    known: Address | undefined,
    data: Hex,
    note: (address: Address) => DeploymentRecord,
  ): Promise<Address> => {
    if (known && (await hasCode(known))) return known
    const { contractAddress } = await send(`deploy the ${what}`, { data })
    const address = contractAddress?.toLowerCase() as Address
    await save(note(address))
    return address
  }

  return {
    account: walletClient.account.address,
    publicClient,
    record: () => record,
    save,
    hasCode,
    send,
    ensure,
  }
}
