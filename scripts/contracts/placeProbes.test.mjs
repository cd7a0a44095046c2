import solc from 'solc'
import { expect, it } from 'vitest'
import { placeProbes } from './placeProbes.mjs'

const compile = (files) => {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, { content }])),
    settings: { outputSelection: { '*': { '': ['ast'] } } },
  }
  const { sources, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)))
  expect(errors.filter(({ severity }) => severity === 'error')).toEqual([])
  return sources
}

const place = (files) => {
  const sources = compile(files)
  return placeProbes(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text, ast: sources[path].ast }])),
  )
}

const head = '// SPDX-License-Identifier: MIT\npragma solidity 0.8.30;\n'

it('asks about each part of a condition, and counts each function, also outside contracts', () => {
  const { files, probes } = place({
    'src/types/T.sol': `${head}
// Two bytes: é.
function f(uint256 a, bool b) pure returns (bool) {
    if (a == 1 && (b || !(a > 7)) /* é */) return (a < 9 ? b : a == 3) || b;
    for (uint256 i; i < a; ++i) { }
    return b;
}
`,
    'src/I.sol': `${head}interface I {\n    function g() external;\n}\n`,
  })
  expect(files['src/types/T.sol'].split('\n').slice(1)).toEqual([
    'pragma solidity 0.8.30; import { Probes } from "../Probes.sol";',
    '',
    '// Two bytes: é.',
    'function f(uint256 a, bool b) pure returns (bool) { Probes.p0();',
    '    if (Probes.p1(a == 1) && (Probes.p2(b) || !(Probes.p3(a > 7))) /* é */) ' +
      'return (Probes.p4(Probes.p5(a < 9) ? b : a == 3)) || Probes.p6(b);',
    '    for (uint256 i; Probes.p7(i < a); ++i) { }',
    '    return b;',
    '}',
    '',
  ])
  expect(files['src/I.sol']).not.toContain('Probes')
  expect(probes.map(({ kind, place, text, line }) => [kind, place, text, line])).toEqual([
    ['function', 'f', 'f', 5],
    ['condition', 'f', 'a == 1', 6],
    ['condition', 'f', 'b', 6],
    ['condition', 'f', 'a > 7', 6],
    ['condition', 'f', 'a < 9 ? b : a == 3', 6],
    ['condition', 'f', 'a < 9', 6],
    ['condition', 'f', 'b', 6],
    ['condition', 'f', 'i < a', 7],
  ])
  compile(files)
})

it('names the line on which each way is counted', () => {
  const { files, probes } = place({
    'src/C.sol': `${head}
contract C {
    uint256 public made;

    constructor() {
        try this.done() { made = 1; } catch { made = 2; }
    }

    modifier once() {
        if (made != 0) revert();
        _;
    }

    function done() external once { }
}
`,
  })
  const lines = files['src/Probes.sol'].split('\n')
  const counted = probes.map(({ kind, place, text, ways }) => [
    `${kind} ${place} ${text}`,
    ...ways.map(({ way, at }) => `${way}: ${lines[at - 1]}`),
  ])
  expect(counted).toEqual([
    ['function constructor constructor', 'taken: return true;'],
    ['clause constructor try', 'taken: return true;'],
    ['clause constructor catch', 'taken: return true;'],
    ['function once once', 'taken: return true;'],
    ['condition once made != 0', 'true: return true;', 'false: return false;'],
    ['function done done', 'taken: return true;'],
  ])
  const places = probes.flatMap(({ ways }) => ways.map(({ at }) => at))
  expect(new Set(places).size).toBe(places.length)
  compile(files)
})
