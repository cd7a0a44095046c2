import { describe, expect, it } from 'vitest'
import { describeAbi } from './describeAbi.mjs'
import { describeStorage, printStorage } from './describeStorage.mjs'
import { measureSizes } from './measureSizes.mjs'

describe('an ABI in a diff', () => {
  const point = { type: 'tuple[]', name: 'points', components: [{ type: 'uint64' }, { type: 'bytes32' }] }
  const abi = [
    { type: 'error', name: 'No', inputs: [] },
    { type: 'event', name: 'Done', inputs: [{ type: 'address', indexed: true, name: 'by' }] },
    {
      type: 'function',
      name: 'b',
      inputs: [],
      outputs: [{ type: 'bool', name: '' }],
      stateMutability: 'view',
    },
    { type: 'function', name: 'a', inputs: [point], outputs: [], stateMutability: 'nonpayable' },
  ]

  it('has a line for each thing, sorted, structs as tuples', () => {
    expect(describeAbi(abi, { 'a((uint64,bytes32)[])': '01020304', 'b()': '0a0b0c0d' })).toBe(
      [
        'function a((uint64,bytes32)[] points)  0x01020304',
        'function b() view returns (bool)  0x0a0b0c0d',
        'event Done(address indexed by)',
        'error No()',
        '',
      ].join('\n'),
    )
  })
})

describe('storage in a diff', () => {
  it('has places and no numbers of the compiler’s', () => {
    const type = 't_struct(Pool)42_storage'
    const described = describeStorage({
      storage: [{ astId: 1, contract: 'src/A.sol:A', label: '_pool', offset: 0, slot: '3', type }],
      types: {
        [type]: {
          label: 'struct Pool',
          numberOfBytes: '32',
          members: [{ astId: 2, contract: 'x', label: 'acc', offset: 4, slot: '0', type: 't_uint160' }],
        },
        t_uint160: { label: 'uint160', numberOfBytes: '20' },
      },
    })
    expect(described).toEqual({
      storage: [{ slot: 3, offset: 0, bytes: 32, type: 'struct Pool', label: '_pool' }],
      structs: { 'struct Pool': [{ slot: 0, offset: 4, bytes: 20, type: 'uint160', label: 'acc' }] },
    })
    expect(describeStorage({ storage: [], types: null })).toEqual({ storage: [], structs: {} })
    expect(JSON.parse(printStorage(described))).toEqual(described)
  })
})

describe('sizes', () => {
  const hex = (bytes) => '00'.repeat(bytes)

  it('are taken up to the limits of code and deployment', () => {
    const fits = { name: 'Fits', code: hex(24_576), deployment: hex(49_152) }
    const long = { name: 'Long', code: hex(24_577), deployment: hex(30_000) }
    const slow = { name: 'Slow', code: hex(1), deployment: hex(49_153) }
    expect(measureSizes([fits, long, slow]).tooLarge).toEqual(['Long', 'Slow'])
    expect(measureSizes([fits]).lines).toEqual(['Fits              24,576 bytes,       0 to spare'])
  })
})
