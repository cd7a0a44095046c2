import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'

const webFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const samplesFolder = fileURLToPath(new URL('../../../../samples', import.meta.url))

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

// Scripts and styles only from here; no page of another site can frame it or be loaded into it.
const pagePolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

const serveFrom = async (folder: string, path: string): Promise<Response | null> => {
  try {
    const inside = normalize(decodeURIComponent(path)).replace(/^([/\\]|\.\.[/\\]?)+/, '')
    if (inside.split(/[/\\]/).includes('..') || inside.includes('\0')) return null
    const bytes = await readFile(join(folder, inside))
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': types[extname(inside)] ?? 'application/octet-stream',
        'cache-control': inside.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': pagePolicy,
      },
    })
  } catch {
    return null
  }
}

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Usufruct</title>
<p>The page is not built. Run <code>npm start</code>, or <code>npm run build -w @usufruct/web</code>.</p>`

/** The dApp, and the sample files it offers to try. Unknown paths get the page: it has its own routes. */
export const mountStatic = (app: Hono) => {
  app.get('/samples/*', async (http) => {
    const file = await serveFrom(samplesFolder, http.req.path.slice('/samples/'.length))
    return file ?? http.text('Not found', 404)
  })
  app.get('*', async (http) => {
    const file = await serveFrom(webFolder, http.req.path.slice(1))
    if (file) return file
    if (http.req.path.startsWith('/assets/')) return http.text('Not found', 404)
    return (
      (await serveFrom(webFolder, 'index.html')) ??
      new Response(notBuilt, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } })
    )
  })
}
