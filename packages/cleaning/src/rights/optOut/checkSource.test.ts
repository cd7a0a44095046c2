import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSource } from './checkSource.ts'
import { readPage, readRobots, readTdmRep } from './readSignals.ts'

describe('what a publisher says', () => {
  const url = 'https://example.org/a/page.html'

  it.each([
    ['an agent for training is kept out', 'User-agent: GPTBot\nDisallow: /', ['Disallows GPTBot']],
    ['only of another folder', 'User-agent: GPTBot\nDisallow: /b/', []],
    ['search engines are no trainers', 'User-agent: Googlebot\nDisallow: /', []],
    ['usage is stated', 'Content-Usage: train-ai=n', ['Content-Usage: train-ai=n']],
    ['usage is allowed', 'Content-Usage: train-ai=y', []],
    ['nothing', '', []],
  ])('in robots.txt: %s', (_, robots, texts) => {
    expect(readRobots('https://example.org/robots.txt', robots, url).map(({ text }) => text)).toEqual(texts)
  })

  it.each([
    ['a reserved folder', [{ location: '/a/*', 'tdm-reservation': 1 }], 1],
    ['everything', [{ location: '*', 'tdm-reservation': 1 }], 1],
    ['another folder', [{ location: '/b/', 'tdm-reservation': 1 }], 0],
    [
      'the first rule decides',
      [
        { location: '/a/', 'tdm-reservation': 0 },
        { location: '*', 'tdm-reservation': 1 },
      ],
      0,
    ],
    ['an end', [{ location: '/a/*.html$', 'tdm-reservation': 1 }], 1],
    ['another end', [{ location: '/a/*.png$', 'tdm-reservation': 1 }], 0],
    ['junk', [null, 7, { location: 7 }], 0],
    ['no list', { location: '*' }, 0],
  ])('in tdmrep.json: %s', (_, json, count) => {
    expect(readTdmRep(json, url)).toHaveLength(count)
  })

  it('in a page, however the attributes are quoted and ordered', () => {
    const html =
      '<META content="1" name=tdm-reservation><meta name="robots" content="index, noai"><meta name=robots content=index>'
    expect(readPage(html).map(({ tag }) => tag)).toEqual(['meta tdm-reservation', 'meta robots'])
  })

  it('answers a pattern of many stars in no time', () => {
    const location = `/${'*a'.repeat(5000)}$`
    expect(
      readTdmRep([{ location, 'tdm-reservation': 1 }], `https://example.org/${'a'.repeat(5000)}b`),
    ).toEqual([])
  })
})

describe('asking a server', () => {
  let server: Server
  let base: string
  const pages: Record<string, { body: string; headers?: Record<string, string> }> = {
    '/robots.txt': { body: 'User-agent: CCBot\nDisallow: /closed' },
    '/closed': { body: '<p>Hello</p>', headers: { 'tdm-reservation': '1' } },
    '/open': { body: '<p>Hello</p>' },
  }

  beforeAll(async () => {
    server = createServer((request, response) => {
      const page = pages[request.url ?? '']
      response.writeHead(page ? 200 : 404, page?.headers)
      response.end(page?.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('finds all that it says of one page, and where', async () => {
    expect(await checkSource(`${base}/closed`)).toEqual([
      { kind: 'opt-out', where: { tag: 'robots.txt' }, text: 'Disallows CCBot' },
      { kind: 'opt-out', where: { tag: 'tdm-reservation' }, text: '1' },
    ])
  })

  it('finds nothing where nothing is said', async () => {
    expect(await checkSource(`${base}/open`)).toEqual([])
  })

  it('says when nobody answers', async () => {
    await expect(checkSource('http://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' })
  })

  it.each(['my own notebook', 'file:///etc/passwd', ''])(
    'refuses "%s" as a source to ask',
    async (source) => {
      await expect(checkSource(source)).rejects.toMatchObject({ code: 'SOURCE_NOT_A_URL' })
    },
  )
})
