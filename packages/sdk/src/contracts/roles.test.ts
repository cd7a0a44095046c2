import { readFileSync } from 'node:fs'
import { type Abi, type AbiFunction, toFunctionSignature } from 'viem'
import { describe, expect, it } from 'vitest'
import { contributionsAbi } from './generated/Contributions.ts'
import { membersAbi } from './generated/Members.ts'
import { offersAbi } from './generated/Offers.ts'
import { releasesAbi } from './generated/Releases.ts'
import { restrictedFunctions } from './generated/roles.ts'

type Row = { contract: string; function: string; role?: string }
const table: Record<'restricted' | 'authority' | 'open', Row[]> = JSON.parse(
  readFileSync(new URL('../../../../contracts/roles.json', import.meta.url), 'utf8'),
)

const abis: Record<string, Abi> = {
  Contributions: contributionsAbi,
  Members: membersAbi,
  Offers: offersAbi,
  Releases: releasesAbi,
}

/** What can change something, and what looks like it: changing the authority is refused to everybody. */
const changesState = (entry: Abi[number]): entry is AbiFunction =>
  entry.type === 'function' &&
  ((entry.stateMutability !== 'view' && entry.stateMutability !== 'pure') || entry.name === 'setAuthority')

const keyOf = (row: Row) => `${row.contract}.${row.function}`

describe('roles.json', () => {
  it('names each function that changes state once, and nothing else', () => {
    const listed = Object.values(table).flatMap((rows) => (Array.isArray(rows) ? rows.map(keyOf) : []))
    const existing = Object.entries(abis).flatMap(([contract, abi]) =>
      abi.filter(changesState).map((entry) => keyOf({ contract, function: toFunctionSignature(entry) })),
    )
    expect(listed.toSorted()).toEqual(existing.toSorted())
  })

  it('keeps every role away from consents, claims and what members and licensees do themselves', () => {
    // The only thing that any role may do where consents are is to replace the charter for those who join later.
    const ofMembers = table.restricted.filter(({ contract }) => contract === 'Members')
    expect(ofMembers.map(keyOf)).toEqual(['Members.setCharter(bytes32)'])
    const untouchable = [
      'Offers.buy',
      'Offers.renew',
      'Offers.claim',
      'Offers.freeze',
      'Offers.join',
      'Offers.collect',
      'Contributions.register',
      'Contributions.retract',
      'Contributions.takeDeposit',
      'Releases.challenge',
      'Releases.cut',
      'Releases.collect',
      'Releases.strikeUnanswered',
    ]
    for (const row of table.restricted)
      expect(
        untouchable.some((prefix) => keyOf(row).startsWith(prefix)),
        keyOf(row),
      ).toBe(false)
    const open = table.open.map(keyOf)
    for (const prefix of untouchable)
      expect(
        open.some((key) => key.startsWith(prefix)),
        prefix,
      ).toBe(true)
  })

  it('is what the deployer applies', () => {
    expect(restrictedFunctions).toEqual(table.restricted)
  })
})
