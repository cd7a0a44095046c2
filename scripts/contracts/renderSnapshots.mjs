import { describeAbi } from './describeAbi.mjs'
import { describeStorage, printStorage } from './describeStorage.mjs'

export const snapshotOutputs = [
  'abi',
  'storageLayout',
  'evm.bytecode.object',
  'evm.deployedBytecode.object',
  'evm.methodIdentifiers',
]

/** What a change of a contract shows in a diff: what can be asked of it, and where it keeps what. */
export const renderSnapshots = (contracts) => {
  const folder = 'contracts/snapshots'
  return Object.fromEntries(
    contracts.flatMap(({ name, abi, evm, storageLayout }) => [
      [`${folder}/abi/${name}.txt`, describeAbi(abi, evm.methodIdentifiers)],
      [`${folder}/storage/${name}.json`, printStorage(describeStorage(storageLayout))],
    ]),
  )
}
