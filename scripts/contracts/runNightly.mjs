// The invariants of contracts/test/invariant, over a million acts that nobody made before. `npm run contracts:nightly --
// 0x5eed` makes those of an earlier night again.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { orSay, Stop } from '../prepare/stop.mjs'
import { prepare, root } from '../prepare.mjs'
import { readCalls, readForge } from '../test/readForge.mjs'
import { runInPart } from '../test/runInPart.mjs'

const least = 1_000_000

await orSay(async () => {
  const seed = process.argv[2] ?? `0x${randomBytes(8).toString('hex')}`
  if (!/^(?:0x[\da-f]{1,64}|\d{1,64})$/i.test(seed))
    throw new Stop({ message: `${seed} is no seed.`, hint: 'Write a number, as 0x5eed.', exitCode: 2 })
  await prepare('check')
  console.log(`With the seed ${seed}.`)
  const { code, said } = await runInPart(
    'invariant',
    join(root, 'node_modules/.bin/forge'),
    ['test', '--match-path', 'test/invariant/*', '--fuzz-seed', seed],
    { cwd: join(root, 'contracts'), env: { ...process.env, FOUNDRY_PROFILE: 'nightly' } },
  )
  const total = readForge(said)
  const { calls, reverts } = readCalls(said)
  console.log(
    `${calls.toLocaleString('en')} calls, ${reverts} of them reverted; ` +
      (total ? `${total.passed} passed, ${total.failed} failed.` : 'it did not come to its end.'),
  )
  if (calls < least) console.error(`That is less than ${least.toLocaleString('en')} calls.`)
  if (code !== 0 || !total || total.passed === 0 || total.failed > 0 || reverts > 0 || calls < least) {
    console.error(`Again with: npm run contracts:nightly -- ${seed}`)
    process.exitCode = 1
  }
})
