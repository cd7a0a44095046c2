// Keeps the rooms apart: which package may import what, that nothing reaches around a package, that files stay
// short, and that every delivered stage has its folder in the node. Reads the import statements themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const maxLines = 400

/** package → what it may import of the others: a package, or a folder of one. */
const arrows = {
  sdk: [],
  cleaning: ['sdk/domain'],
  chain: ['sdk'],
  keeper: ['sdk'],
  node: ['sdk', 'cleaning'],
  web: ['sdk', 'cleaning'],
  cli: ['sdk', 'cleaning', 'node', 'chain', 'keeper'],
}

/** Packages that run in browsers: Node's own modules only where the name says so. */
const nodeOnly = {
  web: /^$/,
  sdk: /\.node\.ts$/,
  cleaning: /^(src\/node|training|tools)\//,
}

/** The command line starts the servers and checks whether it can; it knows nothing else of them. */
const startsServers = /^src\/(commands\/start\.ts$|start\/|doctor\/)/

const isTest = (path) => /\.test\.tsx?$|(^|\/)testing\//.test(path)

const importPattern =
  /(?:^|[;}\n])\s*(?:import|export)\b(?:[\w*\s{},$]|(?:\/\*.*?\*\/))*?(?:\bfrom\s*)?(['"])([^'"\n]+)\1|\bimport\(\s*(['"])([^'"\n]+)\3/g

/** What a file imports. A statement inside a string or a comment counts too; that has to be reworded. */
export const importsOf = (text) =>
  [...text.matchAll(importPattern)].map((match) => match[2] ?? match[4]).filter(Boolean)

const packageOf = (specifier) => {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
}

/** @returns {string | undefined} what is wrong with one import */
export const faultOf = ({ pkg, path, specifier, declared }) => {
  if (specifier.startsWith('.')) {
    const depth = path.split('/').length - 1
    const ups = specifier.split('/').filter((part) => part === '..').length
    return ups > depth ? `${specifier} leaves the package` : undefined
  }
  if (specifier.startsWith('#')) return undefined
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    const allowed = nodeOnly[pkg]
    return allowed && !isTest(path) && !allowed.test(path)
      ? `${specifier}: ${pkg} runs in browsers`
      : undefined
  }
  const [, room] = /^@usufruct\/([^/]+)/.exec(specifier) ?? []
  if (room === pkg) return `${specifier}: import relatively inside a package`
  if (room) {
    const inside = specifier.slice('@usufruct/'.length)
    const allowed = arrows[pkg].some((arrow) => inside === arrow || inside.startsWith(`${arrow}/`))
    if (!allowed) return `${specifier}: ${pkg} may import ${arrows[pkg].join(', ') || 'no other package'}`
    if (pkg === 'cli' && ['node', 'chain', 'keeper'].includes(room) && !startsServers.test(path))
      return `${specifier}: only what starts it may`
  }
  const name = packageOf(specifier)
  // A package of nothing but types is imported under the name it describes.
  return declared.has(name) || declared.has(`@types/${name}`)
    ? undefined
    : `${name} is not in ${pkg}’s package.json`
}

/** @returns {string[][]} circles, each as the packages along it */
export const circlesOf = (edges) => {
  const circles = []
  const walk = (at, trail) => {
    const seen = trail.indexOf(at)
    if (seen !== -1) {
      circles.push([...trail.slice(seen), at])
      return
    }
    for (const to of edges.get(at) ?? []) walk(to, [...trail, at])
  }
  for (const start of edges.keys()) walk(start, [])
  return circles.filter((circle) => circle[0] === [...circle].sort()[0])
}

const skipped = new Set(['node_modules', 'dist', 'out', 'cache', 'generated', '.git', '.cache', 'coverage'])

const filesUnder = (folder, pattern) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.usufruct')) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path, pattern)
    return pattern.test(entry.name) ? [path] : []
  })

const lineCount = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** Every breach of the rules in a checkout, one line each. */
export const checkArrows = (root) => {
  const faults = []
  const toolsOfRoot = Object.keys(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies,
  )
  const edges = new Map()
  for (const pkg of Object.keys(arrows)) {
    const folder = join(root, 'packages', pkg)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const own = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    for (const file of filesUnder(folder, /\.tsx?$/)) {
      const path = relative(folder, file).split(sep).join('/')
      const declared = new Set([...own, ...(isTest(path) || !path.startsWith('src/') ? toolsOfRoot : [])])
      for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
        const fault = faultOf({ pkg, path, specifier, declared })
        if (fault) faults.push(`packages/${pkg}/${path}: ${fault}`)
        const [, room] = /^@usufruct\/([^/]+)/.exec(specifier) ?? []
        if (room) edges.set(pkg, (edges.get(pkg) ?? new Set()).add(room))
      }
    }
  }
  for (const circle of circlesOf(edges)) faults.push(`a circle of packages: ${circle.join(' → ')}`)
  for (const file of filesUnder(root, /\.(tsx?|sol|mjs)$/)) {
    const lines = lineCount(readFileSync(file, 'utf8'))
    if (lines > maxLines) faults.push(`${relative(root, file)}: ${lines} lines, at most ${maxLines}`)
  }
  const stages = readFileSync(join(root, 'packages/sdk/src/domain/stages.ts'), 'utf8')
  for (const [, stage] of stages.matchAll(/\bid: '([a-z]+)'/g))
    if (!existsSync(join(root, 'packages/node/src/flow', stage)))
      faults.push(`packages/node/src/flow/${stage}: the stage “${stage}” has no folder`)
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = checkArrows(fileURLToPath(new URL('..', import.meta.url)))
  for (const fault of faults) console.error(fault)
  console.log(faults.length === 0 ? 'The arrows hold.' : `${faults.length} breaches of the arrows.`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
