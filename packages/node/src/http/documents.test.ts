import { createHash } from 'node:crypto'
import { sha256Hash } from '@usufruct/sdk/domain/ids'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestContext } from '../testing/fakeContext.ts'
import { createPrinter } from './createPrinter.ts'
import { mountDocuments } from './documents.ts'
import { presentError } from './errors.ts'

let opened: Awaited<ReturnType<typeof openTestContext>>
const app = new Hono()

beforeAll(async () => {
  opened = await openTestContext({ version: '1.2.3', publicHosts: [] })
  app.onError((error, http) => {
    const { status, body } = presentError(error)
    return http.json(body, status)
  })
  mountDocuments(app, opened.ctx, {})
}, 60_000)
afterAll(() => opened.close())

const textUrl = (ending: string) => `/api/texts/${opened.ctx.texts.charter.hash}/text.${ending}`

describe('documents', () => {
  it('give the exact bytes behind a hash', async () => {
    const answer = await app.request(textUrl('md'))
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const { hash } = opened.ctx.texts.charter
    expect(`0x${createHash('sha256').update(bytes).digest('hex')}`).toBe(hash)
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(answer.headers.get('etag')).toBe(`"${hash}"`)
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="[A-Za-z0-9.-]+\.en\.md"$/)
  })

  it('say nothing again to who has them', async () => {
    const headers = { 'if-none-match': `W/"x", "${opened.ctx.texts.charter.hash}"` }
    const answer = await app.request(textUrl('md'), { headers })
    expect(answer.status).toBe(304)
    expect(await answer.text()).toBe('')
  })

  it('give a page whose policy allows its own style and nothing else', async () => {
    const answer = await app.request(textUrl('html'))
    const page = await answer.text()
    const style = /<style>(.*?)<\/style>/.exec(page)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    expect(style.length).toBeGreaterThan(100)
    expect(answer.headers.get('content-security-policy')).toContain(
      `default-src 'none'; style-src 'sha256-${digest}'`,
    )
    expect(page).toContain(opened.ctx.texts.charter.hash)
    // Or the policy would break the page.
    expect(page).not.toMatch(/ style=|<script/)
  })

  it('give a PDF, the same for everybody', async () => {
    const answer = await app.request(textUrl('pdf'))
    const pdf = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(Buffer.from(await (await app.request(textUrl('pdf'))).arrayBuffer()).equals(pdf)).toBe(true)
  })

  it('refuse what is no hash, what is not known, and who is not signed in', async () => {
    expect((await app.request('/api/texts/0x12/text.md')).status).toBe(422)
    const unknown = sha256Hash.parse(`0x${'0'.repeat(64)}`)
    expect(await (await app.request(`/api/texts/${unknown}/text.pdf`)).json()).toMatchObject({
      code: 'TEXT_UNKNOWN',
    })
    const receipt = await app.request('/api/me/receipts/a6f58318-72e6-46a2-bfd7-f36d795e30cd/receipt.pdf')
    expect(receipt.status).toBe(401)
  })
})

describe('the printer', () => {
  it('makes one at a time, each once, and forgets what failed', async () => {
    const print = createPrinter()
    const log: string[] = []
    const make = (name: string) => async () => {
      log.push(`${name} begins`)
      await Promise.resolve()
      log.push(`${name} ends`)
      return new TextEncoder().encode(name)
    }
    const [first, second, again] = await Promise.all([
      print('a', make('a')),
      print('b', make('b')),
      print('a', make('a')),
    ])
    expect(again).toBe(first)
    expect(second).not.toBe(first)
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    const failure = async () => {
      throw new Error('no')
    }
    await expect(print('c', failure)).rejects.toThrow('no')
    expect(await print('c', make('c'))).toEqual(new TextEncoder().encode('c'))
  })

  it('refuses a crowd', async () => {
    const print = createPrinter()
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const made = Array.from({ length: 16 }, (_, at) =>
      print(String(at), () => gate.then(() => new Uint8Array())),
    )
    expect(() => print('more', async () => new Uint8Array())).toThrow('Too many')
    open()
    await Promise.all(made)
    expect(await print('more', async () => new Uint8Array([1]))).toEqual(new Uint8Array([1]))
  })
})
