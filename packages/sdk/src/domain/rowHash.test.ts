import { bytesToHex } from '@noble/hashes/utils.js'
import { expect, it } from 'vitest'
import { rowHash } from './rowHash.ts'

it.each([
  [{}, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
  [
    { species: 'Adelie', bill_length_mm: 39.1, sex: null },
    'f3c7de62c69f7d1e1b0ee50985529ad13faad72487c5b739422a63cf0ebd4fd3',
  ],
  [
    { sex: null, bill_length_mm: 39.1, species: 'Adelie' },
    'f3c7de62c69f7d1e1b0ee50985529ad13faad72487c5b739422a63cf0ebd4fd3',
  ],
])('hashes %j', (row, hex) => {
  expect(bytesToHex(rowHash(row))).toBe(hex)
})
