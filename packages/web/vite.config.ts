import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const node = process.env.USUFRUCT_NODE ?? 'http://localhost:4747'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['browser', 'module', 'import', 'default'] },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The page's own code must be readable by whoever wants to check what their browser runs.
    sourcemap: true,
    chunkSizeWarningLimit: 400,
  },
  server: {
    host: '127.0.0.1',
    port: 5747,
    proxy: Object.fromEntries(
      ['/api', '/rpc', '/keepers', '/samples'].map((path) => [path, { target: node }]),
    ),
  },
})
