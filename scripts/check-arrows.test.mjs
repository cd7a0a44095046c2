import { expect, it } from 'vitest'
import { circlesOf, faultOf, importsOf } from './check-arrows.mjs'

it('reads every form of import', () => {
  const text = `import a from 'a'
import { b, type C } from "./b.ts"
import type { D } from '@usufruct/sdk/domain/ids'
import * as e from 'node:fs'
import './side-effect.css'
export { f } from './f.ts'
export * from './g.ts'
import {
  h,
  type I,
} from './h.ts'
const later = await import('./later.ts')
const text = 'exported from nowhere'
`
  expect(importsOf(text)).toEqual([
    'a',
    './b.ts',
    '@usufruct/sdk/domain/ids',
    'node:fs',
    './side-effect.css',
    './f.ts',
    './g.ts',
    './h.ts',
    './later.ts',
  ])
})

it('does not take a string after an exported value for an import', () => {
  expect(importsOf(`export const a = { b: 'c' }\nexport type D = 'e' | 'f'\n`)).toEqual([])
})

const declared = new Set(['viem', '@usufruct/sdk', '@usufruct/node', '@usufruct/cleaning'])
const fault = (pkg, path, specifier) => faultOf({ pkg, path, specifier, declared })

it.each([
  ['cleaning', 'src/types.ts', '@usufruct/sdk/domain/ids'],
  ['cleaning', 'src/node/openFile.ts', 'node:fs'],
  ['sdk', 'src/age/aead.node.ts', 'node:crypto'],
  ['sdk', 'src/age/age.test.ts', 'node:fs'],
  ['sdk', 'src/age/header.ts', '../domain/ids.ts'],
  ['cli', 'src/commands/start.ts', '@usufruct/node/supervisor/startNode'],
  ['web', 'src/main.tsx', '@usufruct/cleaning/inspect'],
])('lets %s %s import %s', (...args) => expect(fault(...args)).toBeUndefined())

it.each([
  ['cleaning', 'src/types.ts', '@usufruct/sdk/http/client', 'may import sdk/domain'],
  ['cleaning', 'src/types.ts', 'node:fs', 'browsers'],
  ['web', 'src/main.tsx', '@usufruct/node/context', 'may import'],
  ['web', 'src/main.tsx', 'fs', 'browsers'],
  ['keeper', 'src/verbs/open.ts', '@usufruct/cleaning/types', 'may import sdk'],
  ['cli', 'src/commands/claim.ts', '@usufruct/node/context', 'only what starts it may'],
  ['sdk', 'src/age/header.ts', '../../../cli/src/main.ts', 'leaves the package'],
  ['sdk', 'src/age/header.ts', 'left-pad', 'package.json'],
  ['sdk', 'src/age/header.ts', '@usufruct/sdk/domain/ids', 'relatively'],
])('keeps %s %s from importing %s', (pkg, path, specifier, says) =>
  expect(fault(pkg, path, specifier)).toContain(says),
)

it('finds a circle once, from wherever it is entered', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a'])],
    ['d', new Set(['a'])],
  ])
  expect(circlesOf(edges).map((circle) => circle.join())).toContain('a,b,c,a')
  expect(circlesOf(new Map([['a', new Set(['b'])]]))).toEqual([])
})
