/** Reads that are passed to the chain as they are. What is not in a list of this file is refused. */
export const passedOn: ReadonlySet<string> = new Set([
  'eth_blobBaseFee',
  'eth_blockNumber',
  'eth_createAccessList',
  'eth_feeHistory',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionByBlockNumberAndIndex',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_getUncleCountByBlockHash',
  'eth_getUncleCountByBlockNumber',
  'eth_syncing',
  'net_listening',
  'net_version',
  'web3_clientVersion',
  'web3_sha3',
])

/** Simulations: run on the newest state, at the present time (see atPresentTime). */
export const simulated: ReadonlySet<string> = new Set(['eth_call', 'eth_estimateGas'])

/** Why a known method is not offered; others are simply unknown. */
export function whyRefused(method: string): string {
  if (/^(anvil|evm|hardhat|debug|trace|ots|txpool|erigon|miner|admin|engine)_/.test(method)) {
    return `${method} is refused: nobody, not even the operator, changes this chain except by signed transactions.`
  }
  if (/^personal_|^eth_(accounts|sendTransaction|sign|signTransaction|signTypedData)/.test(method)) {
    return `${method} is refused: this chain holds no keys. Sign it yourself and use eth_sendRawTransaction.`
  }
  if (
    /^eth_(newFilter|newBlockFilter|newPendingTransactionFilter|getFilter|uninstallFilter|subscribe)/.test(
      method,
    )
  ) {
    return `${method} is refused: this chain keeps nothing between requests. Poll eth_getLogs.`
  }
  return `${method} is not a method of this chain.`
}
