import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeDao } from '@usufruct/sdk/actions/testing/fakeDao'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { createRecordingIo } from '../testing/recordingIo.ts'

const block = {
  field: 'territory.allow',
  parent: 'urn:usufruct:test:offer',
  parentValue: ['EU'],
  childValue: ['US'],
  words: 'This offer is for the EU; the license would be used also in the United States.',
  clause: { text: `0x${'1'.repeat(64)}`, section: '6', quote: 'You may use it in the EU.' },
}
const allowed = {
  dataset: 'birds',
  allowed: true,
  answer: 'Yes: offer 1 (Research) opens 30 rows until 1 March 2027 for 50 COIN.',
  asked: { purposes: ['ai.eval'], territory: ['DE'], until: null, commercial: 'any' },
  offers: [
    {
      offer: '1',
      name: 'Research',
      allowed: true,
      rows: 30,
      members: 2,
      months: 4,
      price: '50000000',
      end: 1_804_000_000,
      blocks: [],
    },
  ],
  permitted: { rows: 30, members: 2 },
  refused: [],
}
const refused = {
  ...allowed,
  allowed: false,
  answer: 'No: it is for the EU.',
  offers: [{ ...allowed.offers[0], allowed: false, blocks: [block] }],
  refused: [{ field: 'term.end', words: 'This permission ends.', rows: 4, members: 1, example: block }],
}

let home: string
let server: Server
let node: string
let answer: object
let asked: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct cli '))
  const { dao } = createFakeDao()
  asked = ''
  server = createServer((request, response) => {
    if (request.url !== '/api/dao') asked = request.url ?? ''
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/api/dao' ? dao : answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  node = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(home, { recursive: true, force: true })
})

const check = async (...args: string[]) => {
  const { io, said } = createRecordingIo()
  const code = await run(
    [
      '--home',
      home,
      '--node',
      node,
      ...args.filter((arg) => arg === '--json'),
      'license',
      'check',
      '--dataset',
      'birds',
    ].concat(args.filter((arg) => arg !== '--json')),
    io,
    new AbortController().signal,
  )
  return { code, ...said }
}

describe('license check', () => {
  it('asks what was asked, and says the answer in a few lines', async () => {
    answer = allowed
    const { code, out, err } = await check(
      ...['--purpose', 'ai.eval,ai.rag', '--in', 'DE,EU', '--until', '2099-12-31'],
      ...['--commercial', 'any', '--offer', '1'],
    )
    expect([code, err]).toEqual([0, ''])
    const url = new URL(asked, node)
    expect(url.pathname).toBe('/api/datasets/birds/check')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      purposes: 'ai.eval,ai.rag',
      territory: 'DE,EU',
      until: String(Date.parse('2099-12-31T23:59:59Z') / 1000),
      commercial: 'any',
      offer: '1',
    })
    expect(out.split('\n')).toEqual([
      allowed.answer,
      'Offer 1 Research: yes: 30 rows of 2 members, 50.00 COIN until 2027-03-02',
      'Permitted by members: 30 rows of 2 members',
      '',
    ])
  })

  it('exits 3 when the use is not permitted, and quotes what blocks', async () => {
    answer = refused
    const { code, out, err } = await check('--purpose', 'ai.eval', '--in', 'US')
    expect(code).toBe(3)
    expect(out).toContain(
      `Offer 1 Research: no\n  ${block.words}\n  Section 6: “You may use it in the EU.”\n`,
    )
    expect(out).toContain('Not permitted: 4 rows of 1 member. This permission ends.')
    expect(err).toContain('USE_NOT_PERMITTED')
  })

  it('prints the node’s own value with --json, whatever the answer', async () => {
    answer = refused
    const { code, out, err } = await check('--json', '--purpose', 'ai.eval')
    expect(code).toBe(3)
    expect(JSON.parse(out)).toEqual(refused)
    expect(JSON.parse(err)).toMatchObject({ code: 'USE_NOT_PERMITTED' })
  })

  it.each([
    [5, 'PURPOSE_UNKNOWN', ['--purpose', 'ai.everything']],
    [5, 'DATE_PAST', ['--purpose', 'ai.eval', '--until', '2020-01-01']],
    [5, 'REGION_UNKNOWN', ['--purpose', 'ai.eval', '--in', 'Germany']],
    [2, 'USAGE', ['--purpose', 'ai.eval', '--until', '2027-02-31']],
    [2, 'USAGE', ['--purpose', 'ai.eval', '--commercial', 'sometimes']],
    [2, 'USAGE', []],
  ])('exits %i with %s for %j, and asks nobody', async (expected, name, args) => {
    const { code, out, err } = await check(...args)
    expect([code, out, asked]).toEqual([expected, '', ''])
    expect(err).toContain(name)
  })
})
