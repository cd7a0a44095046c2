import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { ChainError } from '../chainError.ts'

export type ChainIdentity = {
  chainId: number
  /** Seconds since 1970. A fixed genesis makes every replay start from the same block 0. */
  genesisAt: number
}

// Above the ids of known chains' low numbers, below what wallets keep in 32 signed bits.
const lowestChainId = 2 ** 20
const highestChainId = 2 ** 31

/**
 * The chain's identity, drawn once and on disk before anything is signed for it.
 * A journal without its identity is never given a new one: no signature in it would be valid.
 */
export async function readOrDrawChain(directory: string): Promise<ChainIdentity> {
  const path = join(directory, 'chain.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const history = (await readdir(directory)).find((name) => /^(journal|snapshot)-\d/.test(name))
    if (history !== undefined) {
      throw new ChainError('CHAIN_IDENTITY_MISSING', `${path} is missing, but ${history} is there.`, {
        values: { file: path },
        hint: 'Restore chain.json from a backup of this home, or start with another --home.',
      })
    }
    const drawn = {
      chainId: randomInt(lowestChainId, highestChainId),
      genesisAt: Math.floor(Date.now() / 1000),
    }
    await writeDurably(path, [`${JSON.stringify({ version: 1, ...drawn })}\n`])
    return drawn
  }
  return parseIdentity(path, text)
}

function parseIdentity(path: string, text: string): ChainIdentity {
  try {
    const { chainId, genesisAt } = JSON.parse(text) as Partial<ChainIdentity>
    if (Number.isSafeInteger(chainId) && Number.isSafeInteger(genesisAt)) {
      return { chainId: chainId as number, genesisAt: genesisAt as number }
    }
  } catch {
    // Falls through to the one error below: unreadable and wrong are the same to whoever must mend it.
  }
  throw new ChainError('CHAIN_IDENTITY_CORRUPT', `${path} does not hold a chain id and genesis time.`, {
    values: { file: path },
    hint: 'Restore chain.json from a backup of this home, or start with another --home.',
  })
}
