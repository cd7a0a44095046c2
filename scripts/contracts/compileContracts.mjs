import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'

/** Every source of the contracts themselves, as `src/…`. */
export const listSources = (root) =>
  readdirSync(join(root, 'contracts/src'), { recursive: true })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.sol'))
    .sort()

/** Where the sources lie that an import names: the mapping of foundry.toml, without its compiler. */
const readSource = (root, instead) => (path) => {
  if (path in instead) return { contents: instead[path] }
  const file = path.startsWith('src/') ? join(root, 'contracts', path) : join(root, 'node_modules', path)
  try {
    return { contents: readFileSync(file, 'utf8') }
  } catch (error) {
    return { error: error.message }
  }
}

/** The entries of one of foundry.toml's lists, as objects: `{ name = "small", via_ir = true }`, one on each line. */
const readList = (toml, key) => {
  const [, list = ''] = new RegExp(`^${key} = \\[\n([^\\]]*)\\]`, 'm').exec(toml) ?? []
  return [...list.matchAll(/\{ (.+) \}/g)].map(([, fields]) =>
    Object.fromEntries(
      [...fields.matchAll(/(\w+) = ("[^"]*"|\w+)/g)].map(([, name, value]) => [name, JSON.parse(value)]),
    ),
  )
}

/** How foundry.toml has each source compiled, so that tests, analyses and deployments are of the same code: with the
 * first of the additional profiles that meets the source's restriction, and with the default one where it has none. */
const readSettings = (root) => {
  const toml = readFileSync(join(root, 'contracts/foundry.toml'), 'utf8')
  const value = (key) => {
    const found = new RegExp(`^${key} = "?([^"\n]+)"?$`, 'm').exec(toml)
    if (!found) throw new Error(`contracts/foundry.toml does not set ${key}.`)
    return found[1].replaceAll('_', '')
  }
  const settingsOf = ({ optimizer_runs: runs, via_ir: viaIR = false }) => ({
    remappings: ['solady/=solady/src/'],
    evmVersion: value('evm_version'),
    optimizer: { enabled: true, runs },
    ...(viaIR ? { viaIR } : {}),
    metadata: { bytecodeHash: 'none', appendCBOR: false },
  })
  const byDefault = settingsOf({ optimizer_runs: Number(value('optimizer_runs')) })
  const profiles = readList(toml, 'additional_compiler_profiles')
  const restrictions = readList(toml, 'compilation_restrictions')
  return {
    byDefault,
    of: (path) => {
      const asked = restrictions.find(({ paths }) => paths === path)
      if (!asked) return byDefault
      const { via_ir: viaIR, min_optimizer_runs: least = 0, max_optimizer_runs: most = Infinity } = asked
      const profile = profiles.find(
        ({ via_ir, optimizer_runs: runs }) => via_ir === viaIR && runs >= least && runs <= most,
      )
      if (!profile)
        throw new Error(`contracts/foundry.toml has no profile that ${path} may be compiled with.`)
      return settingsOf(profile)
    },
  }
}

const compileWith = (root, settings, paths, outputSelection, instead = {}) => {
  const read = readSource(root, instead)
  const sources = Object.fromEntries(
    paths.map((path) => {
      const { contents, error } = read(path)
      if (error) throw new Error(error)
      return [path, { content: contents }]
    }),
  )
  const input = { language: 'Solidity', sources, settings: { ...settings, outputSelection } }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read }))
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))
  return { input, output, version: solc.version() }
}

/** Compiles sources, named as in an import, with npm's compiler and no other program, all with the default profile.
 * @param {{ paths: string[], outputs: string[], ast?: boolean }} what `outputs` of each contract */
export const compileContracts = (root, { paths, outputs, ast = false }) =>
  compileWith(root, readSettings(root).byDefault, paths, {
    '*': { '*': outputs, ...(ast ? { '': ['ast'] } : {}) },
  })

/** Each contract as it is deployed. One at a time: the code of a contract must not depend on what else is compiled along.
 * @param {Record<string, string>} contracts sources by the contract's name
 * @param {Record<string, string>} instead texts of sources that are about to be written, by their names
 * @param {string[]} outputs what of each, in the compiler's words */
export const compileDeployed = (root, contracts, instead, outputs) => {
  const settings = readSettings(root)
  return Object.entries(contracts).map(([name, path]) => {
    const selection = { [path]: { [name]: outputs } }
    const { output } = compileWith(root, settings.of(path), [path], selection, instead)
    return { name, ...output.contracts[path][name] }
  })
}
