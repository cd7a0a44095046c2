import { expect, it } from 'vitest'
import { readCoverage, readHits, renderCoverage, totalOf } from './readCoverage.mjs'

const lcov = [
  'TN:',
  'SF:src/Probes.sol',
  'DA:4,7',
  'DA:8,0',
  'DA:10,3',
  'BRDA:8,0,0,5',
  'end_of_record',
  'SF:src/Other.sol',
  'DA:8,9',
  'end_of_record',
  'SF:src/Probes.sol',
  'DA:4,1',
  'end_of_record',
].join('\n')

const probes = [
  { path: 'src/A.sol', kind: 'function', place: 'f', text: 'f', line: 2, ways: [{ way: 'taken', at: 4 }] },
  {
    path: 'src/A.sol',
    kind: 'condition',
    place: 'f',
    text: 'a == b',
    line: 3,
    ways: [
      { way: 'true', at: 8 },
      { way: 'false', at: 10 },
    ],
  },
  { path: 'src/B.sol', kind: 'clause', place: 'g', text: 'catch', line: 5, ways: [{ way: 'taken', at: 12 }] },
]

it('reads one source of a report, however often it is in it', () => {
  expect([...readHits(lcov, 'src/Probes.sol')]).toEqual([
    [4, 8],
    [8, 0],
    [10, 3],
  ])
})

it('counts both ways of a condition, and says of what the report is silent about that it is not measured', () => {
  const { files, missing, unmeasured } = readCoverage(probes, readHits(lcov, 'src/Probes.sol'))
  expect(files).toEqual([
    { path: 'src/A.sol', functions: { run: 1, all: 1 }, branches: { run: 1, all: 2 } },
    { path: 'src/B.sol', functions: { run: 0, all: 0 }, branches: { run: 0, all: 1 } },
  ])
  expect(missing).toEqual([{ detector: 'src/A.sol', place: 'f: a == b is never true', line: 3 }])
  expect(unmeasured).toEqual(['src/B.sol:5 g: catch is never taken'])
  expect(totalOf(files).branches).toEqual({ run: 1, all: 3 })
})

it('has a line for each file and one for all', () => {
  const { files } = readCoverage(probes, readHits(lcov, 'src/Probes.sol'))
  expect(renderCoverage(files).split('\n')).toEqual([
    '           functions  branches        ',
    'src/A.sol        1/1       1/2  50.0 %',
    'src/B.sol        0/0       0/1   0.0 %',
    '2 files          1/1       1/3  33.3 %',
  ])
})

it('knows a function that nothing calls', () => {
  const { missing } = readCoverage(probes.slice(0, 1), new Map([[4, 0]]))
  expect(missing).toEqual([{ detector: 'src/A.sol', place: 'f is never called', line: 2 }])
})
