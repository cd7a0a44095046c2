import { expect, test } from 'vitest'
import { faultsOf, readRules } from './check-rules.mjs'

const markdown = `| rule | what it closes | held by |
|---|---|---|
| One | theft | \`Claims: test_Claim\`, \`packages/a.test.ts: is held\` |
| Two | nothing | by hope |
`
const files = {
  'contracts/test/Claims.t.sol': 'function test_Claim() external {}',
  'packages/a.test.ts': "test('is held', () => {})",
}

test('every rule has its tests', () => {
  const [one, two] = readRules(markdown)
  expect(faultsOf(one, (path) => files[path])).toEqual([])
  expect(faultsOf(two, (path) => files[path])).toEqual(['No test is named for: Two'])
})

test('a test that was renamed or taken away is missed', () => {
  const [one] = readRules(markdown)
  const renamed = { ...files, 'contracts/test/Claims.t.sol': 'function test_Claims() external {}' }
  expect(faultsOf(one, (path) => renamed[path])).toHaveLength(1)
  expect(faultsOf(one, () => undefined)).toHaveLength(2)
})
