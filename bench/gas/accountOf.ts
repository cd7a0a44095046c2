import { type Hex, keccak256, type LocalAccount, toBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** Somebody of that name: the same key in every run, because an address’s zero bytes cost less than others. */
export const accountOf = (name: string): LocalAccount => privateKeyToAccount(hashOf(`account ${name}`))

/** 32 bytes that stand for something, the same in every run. */
export const hashOf = (name: string): Hex => keccak256(toBytes(`usufruct bench: ${name}`))
