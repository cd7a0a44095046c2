import { createHash } from 'node:crypto'
import { certificatePdf } from '@usufruct/sdk/documents/certificatePdf'
import { receiptPdf } from '@usufruct/sdk/documents/receiptPdf'
import { stabilityPdf } from '@usufruct/sdk/documents/stabilityPdf'
import { textPdf } from '@usufruct/sdk/documents/textPdf'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { getMyReceipt } from '@usufruct/sdk/http/routes/consent'
import { getText } from '@usufruct/sdk/http/routes/dao'
import { getCertificate, getStability } from '@usufruct/sdk/http/routes/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { pageStyle, textToPage } from '@usufruct/sdk/texts/textToHtml'
import { asc } from 'drizzle-orm'
import type { Hono, Context as HonoContext } from 'hono'
import type { Context } from '../context.ts'
import { agreements } from '../db/schema.ts'
import { findText } from '../overview/findText.ts'
import { createPrinter } from './createPrinter.ts'
import { type Handlers, parse } from './mount.ts'
import { accountOf } from './session.ts'

type Sent = {
  body: string | Uint8Array
  type: string
  /** Without an ending; anything but letters, digits, dots and dashes is left out. */
  name: string
  ending: 'md' | 'html' | 'pdf'
  /** What the bytes depend on. */
  tag: string
  cache: string
  policy?: string
}

const forever = 'public, max-age=31536000, immutable'
/** Made anew by every version of the software, from bytes that never change. */
const checkFirst = 'public, no-cache'
const forOneAlone = 'private, no-store'

const fileName = (name: string) => name.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^-+|-+$/g, '')

const send = (http: HonoContext, { body, type, name, ending, tag, cache, policy }: Sent) => {
  const etag = `"${tag}"`
  const headers = {
    etag,
    'cache-control': cache,
    ...(policy ? { 'content-security-policy': policy } : {}),
  }
  const known = (http.req.header('if-none-match') ?? '').split(/\s*,\s*/)
  if (known.some((tag) => tag.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers })
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    headers: {
      ...headers,
      'content-type': type,
      'content-disposition': `inline; filename="${fileName(name)}.${ending}"`,
    },
  })
}

const styleHash = createHash('sha256').update(pageStyle).digest('base64')
const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const nameOf = ({ front }: PublishedText) => `${front.template}-${front.version}.${front.language}`

const firstPublished = async (ctx: Context): Promise<number> => {
  const [first] = await ctx.db
    .select({ at: agreements.publishedAt })
    .from(agreements)
    .orderBy(asc(agreements.publishedAt))
    .limit(1)
  return first?.at ?? 0
}

const handlerOf = <N extends keyof Handlers>(handlers: Handlers, name: N): NonNullable<Handlers[N]> => {
  const handler = handlers[name]
  if (!handler) throw new Error(`nothing answers ${name}`)
  return handler
}

/** Documents beside the JSON API: the same verbs, as files for people. They change nothing. */
export const mountDocuments = (app: Hono, ctx: Context, handlers: Handlers) => {
  const print = createPrinter()
  const nobody = { account: null, idempotencyKey: null }

  const textOf = (http: HonoContext) => {
    const { hash } = parse(getText.params, http.req.param(), 'path')
    return findText(ctx, hash)
  }

  app.get('/api/texts/:hash/text.md', async (http) => {
    const text = await textOf(http)
    return send(http, {
      body: text.text,
      type: 'text/markdown; charset=utf-8',
      name: nameOf(text),
      ending: 'md',
      tag: text.hash,
      cache: forever,
    })
  })

  app.get('/api/texts/:hash/text.html', async (http) => {
    const text = await textOf(http)
    return send(http, {
      body: textToPage(text),
      type: 'text/html; charset=utf-8',
      name: nameOf(text),
      ending: 'html',
      tag: `${text.hash}-${ctx.version}`,
      cache: checkFirst,
      policy: pagePolicy,
    })
  })

  app.get('/api/texts/:hash/text.pdf', async (http) => {
    const text = await textOf(http)
    const at = await firstPublished(ctx)
    return send(http, {
      body: await print(`text ${text.hash}`, () => textPdf(text, { at })),
      type: 'application/pdf',
      name: nameOf(text),
      ending: 'pdf',
      tag: `${text.hash}-${ctx.version}`,
      cache: checkFirst,
    })
  })

  app.get('/api/offers/:offer/stability.pdf', async (http) => {
    const params = parse(getStability.params, http.req.param(), 'path')
    const query = parse(getStability.query, http.req.query(), 'query')
    const sheet = getStability.response.parse(
      await handlerOf(handlers, 'getStability')(ctx, { params, query }, nobody),
    )
    const key = createHash('sha256').update(canonicalJson(sheet)).digest('hex')
    return send(http, {
      body: await print(`stability ${key}`, () => stabilityPdf(sheet, { daoName: ctx.charter.name })),
      type: 'application/pdf',
      name: `stability-${sheet.dataset}-${sheet.offer}-${sheet.months}-months`,
      ending: 'pdf',
      tag: `${key}-${ctx.version}`,
      cache: checkFirst,
    })
  })

  app.get('/api/licenses/:license/certificate.pdf', async (http) => {
    const params = parse(getCertificate.params, http.req.param(), 'path')
    const signed = getCertificate.response.parse(
      await handlerOf(handlers, 'getCertificate')(ctx, { params }, nobody),
    )
    // Where only this machine can look is no use on paper.
    const [host] = ctx.publicHosts
    const url = host ? { url: `https://${host}/api/licenses/${params.license}/certificate` } : {}
    return send(http, {
      body: await print(`certificate ${signed.hash}`, () => certificatePdf(signed.certificate, signed, url)),
      type: 'application/pdf',
      name: `license-${signed.certificate.dataset}-${params.license}`,
      ending: 'pdf',
      tag: `${signed.hash}-${ctx.version}`,
      cache: checkFirst,
    })
  })

  app.get('/api/me/receipts/:id/receipt.pdf', async (http) => {
    const account = await accountOf(ctx, http)
    if (!account)
      throw new UsufructError({
        code: 'SIGN_IN_FIRST',
        kind: 'unauthenticated',
        message: 'A receipt is for its member alone.',
        hint: 'Sign in.',
      })
    const params = parse(getMyReceipt.params, http.req.param(), 'path')
    const signed = getMyReceipt.response.parse(
      await handlerOf(handlers, 'getMyReceipt')(ctx, { params }, { account, idempotencyKey: null }),
    )
    return send(http, {
      body: await print(`receipt ${signed.hash}`, () => receiptPdf(JSON.parse(signed.document), signed)),
      type: 'application/pdf',
      name: `receipt-${signed.dataset}-${signed.kind}-${new Date(signed.at * 1000).toISOString().slice(0, 10)}`,
      ending: 'pdf',
      tag: `${signed.hash}-${ctx.version}`,
      cache: forOneAlone,
    })
  })
}
