/**
 * A hundred thousand permissions under one root: the file that is written and read again, and what it takes to check one of them.
 * `npm run bench:anchor`
 *
 * Times are the processor's own, so that they mean the same on a machine with other work. What is built has no real
 * signatures: neither the file nor the tree looks at them. What is checked has.
 */
import { buildAnchorFile, readAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { checkAnchoredConsent } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import { proveLeaf } from '@usufruct/sdk/anchor/merkleTree'
import type { SignedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { consentBitsOf, datasetIdOf } from '@usufruct/sdk/domain/ids'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes } from '@usufruct/sdk/messages/onchain'
import { shortSignatureOf } from '@usufruct/sdk/messages/shortSignature'
import { type Hex, keccak256, numberToHex, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { report } from './report.ts'

const dao = { chainId: 31_337, members: `0x${'22'.repeat(20)}` as Hex }
const many = 100_000
const checked = 500
const piece = 65_536

const word = (number: number, tag: number): Hex => `0x${tag}${number.toString(16).padStart(63, '0')}`
const bitsOf = (salt: number) => ({
  dataset: datasetIdOf('birds'),
  salt: numberToHex(salt, { size: 8 }),
  time: 1_800_000_000,
  end: 1_900_000_000,
  purposes: 5,
})
const madeUp = (number: number): SignedConsent => ({
  account: `0x${number.toString(16).padStart(40, '0')}`,
  terms: word(number, 1),
  bits: numberToHex(consentBitsOf(bitsOf(number)), { size: 32 }),
  r: word(number, 2),
  vs: word(number, 3),
})

const seconds = async <T>(work: () => Promise<T>): Promise<{ took: number; made: T }> => {
  const before = process.cpuUsage()
  const made = await work()
  const { user, system } = process.cpuUsage(before)
  return { took: (user + system) / 1e6, made }
}

const consents = Array.from({ length: many }, (_, at) => madeUp(at))
const { took: writing, made: file } = await seconds(() => buildAnchorFile(dao, consents))
async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}
const { took: reading, made: read } = await seconds(() =>
  readAnchorFile(dao, pieces(file.bytes), () => undefined),
)
if (read.root !== file.tree.root) throw new Error('what was read is not what was written')

const account = privateKeyToAccount(keccak256(toHex('member')))
const signed: SignedConsent[] = []
for (let at = 0; at < checked; at++) {
  const { time: deadline, ...said } = bitsOf(at)
  const terms = word(at, 1)
  const message = { ...said, account: account.address, terms, salt: BigInt(said.salt), deadline }
  const signature = await account.signTypedData({
    domain: eip712Domain(dao.chainId, dao.members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message,
  })
  const short = shortSignatureOf(signature)
  if (!short) throw new Error('a key signs in 65 bytes')
  const bits = numberToHex(consentBitsOf({ ...said, time: deadline }), { size: 32 })
  signed.push({ account: account.address.toLowerCase() as Hex, terms, bits, ...short })
}
const small = await buildAnchorFile(dao, signed)
const shown = small.leaves.map((leaf, place) => ({
  signed: leaf,
  root: small.tree.root,
  proof: proveLeaf(small.tree, place),
}))
const { took: checking } = await seconds(async () => {
  for (const one of shown)
    if (typeof (await checkAnchoredConsent(dao, one)) === 'string') throw new Error('a good one was refused')
})

report('anchor', [
  { id: 'write.100k', value: +writing.toFixed(1), unit: 's', goal: '≤ 30' },
  { id: 'read.100k', value: +reading.toFixed(1), unit: 's', goal: '≤ 30' },
  { id: 'file.each', value: Math.round(file.bytes.length / many), unit: 'bytes', goal: '≤ 400' },
  { id: 'proof.100k', value: proveLeaf(file.tree, 0).length, unit: 'hashes', goal: '≤ 17' },
  {
    id: 'check.each',
    value: +((1_000 * checking) / checked).toFixed(2),
    unit: 'ms',
    goal: '≤ 6',
    note: 'Recovering the signer takes four fifths of it; no part of it is done again when something is opened.',
  },
])
