// Node reads a TypeScript checkout through a loader that costs a second of processor time for each process, and
// a DAO is seven processes and one more for every file it cleans. So what `start`, `test` and the command run is
// compiled once into one file per program. Sources stay what is debugged: stack traces name them.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Every TypeScript file that is started as a process or a thread of its own. */
export const programs = [
  'packages/cli/src/main.ts',
  'packages/node/src/main.ts',
  'packages/chain/src/main.ts',
  'packages/keeper/src/main.ts',
  'packages/cleaning/src/node/child.ts',
  'packages/cleaning/src/node/normaliseWorker.ts',
]

/** Loaded from node_modules as they are: they find their own files beside them. */
const external = ['@electric-sql/*', '@foundry-rs/*', 'esbuild', 'pdfmake', 'pg-native', 'tsx', 'vite']

const sourceRooms = ['sdk', 'cleaning', 'chain', 'keeper', 'node', 'cli']

export const programsFolder = (root) => join(root, '.cache', 'programs')

/** Name, size and time of every source: cheap enough to look at on every start. */
const fingerprint = (root) => {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
  for (const room of sourceRooms) {
    const folder = join(root, 'packages', room, 'src')
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /\.(ts|json)$/.test(file.name) && !file.name.endsWith('.test.ts'))
      .map((file) => join(file.parentPath ?? file.path, file.name))
      .sort()) {
      const { size, mtimeMs } = statSync(entry)
      hash.update(`${relative(root, entry)}\0${size}\0${mtimeMs}\0`)
    }
  }
  return hash.digest('hex')
}

export const arePrograms = (root) => {
  try {
    return readFileSync(join(programsFolder(root), 'stamp'), 'utf8') === fingerprint(root)
  } catch {
    return false
  }
}

/** A file inside a bundle still finds what lies beside its source. */
const keepUrls = {
  name: 'keep-urls',
  setup(build) {
    build.onLoad({ filter: /[\\/]packages[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }))
  },
}

export const bundlePrograms = async (root) => {
  const esbuild = await import(
    pathToFileURL(createRequire(join(root, 'package.json')).resolve('esbuild')).href
  )
  const before = fingerprint(root)
  const folder = programsFolder(root)
  const fresh = `${folder}.${process.pid}`
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: programs,
    outbase: root,
    outdir: fresh,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    sourcemap: 'linked',
    plugins: [keepUrls],
    logLevel: 'warning',
    // Some packages are CommonJS and ask for Node's own modules while they load.
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(${JSON.stringify(pathToFileURL(join(root, 'package.json')).href)});`,
    },
  })
  writeFileSync(join(fresh, 'stamp'), before)
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
}
