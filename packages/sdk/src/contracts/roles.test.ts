import { readFileSync } from 'node:fs'
import { type Abi, type AbiFunction, toFunctionSignature } from 'viem'
import { describe, expect, it } from 'vitest'
import { consentsAbi } from './generated/Consents.ts'
import { contributionsAbi } from './generated/Contributions.ts'
import { licensesAbi } from './generated/Licenses.ts'
import { membershipAbi } from './generated/Membership.ts'
import { offersAbi } from './generated/Offers.ts'
import { restrictedFunctions } from './generated/roles.ts'

type Row = { contract: string; function: string; role?: string }
const table: Record<'restricted' | 'authority' | 'open', Row[]> = JSON.parse(
  readFileSync(new URL('../../../../contracts/roles.json', import.meta.url), 'utf8'),
)

const abis: Record<string, Abi> = {
  Consents: consentsAbi,
  Contributions: contributionsAbi,
  Licenses: licensesAbi,
  Membership: membershipAbi,
  Offers: offersAbi,
}

const changesState = (entry: Abi[number]): entry is AbiFunction =>
  entry.type === 'function' && entry.stateMutability !== 'view' && entry.stateMutability !== 'pure'

const keyOf = (row: Row) => `${row.contract}.${row.function}`

describe('roles.json', () => {
  it('names each function that changes state once, and nothing else', () => {
    const listed = Object.values(table).flatMap((rows) => (Array.isArray(rows) ? rows.map(keyOf) : []))
    const existing = Object.entries(abis).flatMap(([contract, abi]) =>
      abi.filter(changesState).map((entry) => keyOf({ contract, function: toFunctionSignature(entry) })),
    )
    expect(listed.toSorted()).toEqual(existing.toSorted())
  })

  it('keeps every role away from consents, claims and licenses', () => {
    const untouchable = [
      'Consents.',
      'Licenses.',
      'Offers.claim',
      'Offers.freeze',
      'Offers.join',
      'Offers.collect',
    ]
    for (const row of table.restricted)
      expect(
        untouchable.some((prefix) => keyOf(row).startsWith(prefix)),
        keyOf(row),
      ).toBe(false)
  })

  it('is what the deployer applies', () => {
    expect(restrictedFunctions).toEqual(table.restricted)
  })
})
