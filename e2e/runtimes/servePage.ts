import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { build } from 'vite'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** The page bundled as the product's is, and served beside the files. */
export const servePage = async (folder: string) => {
  const page = join(folder, 'page')
  await mkdir(page)
  await writeFile(
    join(page, 'index.html'),
    `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${join(import.meta.dirname, 'inPage.ts')}"></script>`,
  )
  await build({
    configFile: false,
    root: page,
    logLevel: 'warn',
    resolve: { conditions: ['browser', 'module', 'import', 'default'] },
    build: {
      outDir: join(folder, 'served'),
      emptyOutDir: true,
      target: 'es2022',
      chunkSizeWarningLimit: 4_000,
    },
  })
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    const path = pathname === '/' ? '/index.html' : pathname
    readFile(join(folder, path.startsWith('/files/') ? '.' : 'served', path)).then(
      (bytes) =>
        response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
