#!/usr/bin/env node
// Compiles the contracts and writes their ABIs, bytecode and role table into the SDK, and the JSON Schemas that
// the SDK's models give beside the legal texts. `--check` writes nothing and fails when what is there is not what
// the sources give.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import solc from 'solc'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const contractsFolder = join(root, 'contracts')
const target = join(root, 'packages/sdk/src/contracts/generated')

const contracts = {
  AccessManager: '@openzeppelin/contracts/access/manager/AccessManager.sol',
  Consents: 'src/Consents.sol',
  Contributions: 'src/Contributions.sol',
  Licenses: 'src/Licenses.sol',
  Membership: 'src/Membership.sol',
  Offers: 'src/Offers.sol',
  PracticeDollar: 'src/PracticeDollar.sol',
}

/** Where the sources lie that an import names: the mapping of foundry.toml, without its compiler. */
function readSource(path) {
  const file = path.startsWith('src/')
    ? join(contractsFolder, path)
    : join(root, 'node_modules', path.replace(/^solady\//, 'solady/src/'))
  try {
    return { contents: readFileSync(file, 'utf8') }
  } catch (error) {
    return { error: error.message }
  }
}

/** The compiler's settings, from foundry.toml so that tests and deployments run the same code. */
function readSettings() {
  const toml = readFileSync(join(contractsFolder, 'foundry.toml'), 'utf8')
  const value = (key) => {
    const found = new RegExp(`^${key} = "?([^"\n]+)"?$`, 'm').exec(toml)
    if (!found) throw new Error(`contracts/foundry.toml does not set ${key}.`)
    return found[1].replaceAll('_', '')
  }
  return {
    evmVersion: value('evm_version'),
    optimizer: { enabled: true, runs: Number(value('optimizer_runs')) },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  }
}

function compile() {
  const sources = Object.fromEntries(
    Object.values(contracts).map((path) => [path, { content: readSource(path).contents }]),
  )
  const input = { language: 'Solidity', sources, settings: readSettings() }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readSource }))
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error')
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))
  return Object.entries(contracts).map(([name, path]) => {
    const { abi, evm } = output.contracts[path][name]
    return { name, abi, bytecode: `0x${evm.bytecode.object}` }
  })
}

function render() {
  const banner = '// Written by scripts/generate.mjs from the contracts. Do not edit.\n'
  const files = {}
  for (const { name, abi, bytecode } of compile()) {
    const variable = name[0].toLowerCase() + name.slice(1)
    const entries = abi.map((entry) => `  ${JSON.stringify(entry)},\n`).join('')
    files[`${name}.ts`] = `${banner}export const ${variable}Abi = [\n${entries}] as const\n`
    files[`${name}.bytecode.ts`] = `${banner}export const ${variable}Bytecode =\n  '${bytecode}' as const\n`
  }
  const { roles, restricted } = JSON.parse(readFileSync(join(contractsFolder, 'roles.json'), 'utf8'))
  const ids = Object.entries(roles)
    .map(([name, id]) => `  ${name}: ${id}n,\n`)
    .join('')
  const rows = restricted.map((row) => `  ${JSON.stringify(row)},\n`).join('')
  files['roles.ts'] =
    `${banner}/** Ids in the AccessManager. */\nexport const roles = {\n${ids}} as const\n\n` +
    `export type RoleName = keyof typeof roles\n\n` +
    `/** Who may call what. Everything else that changes state is open to anyone. */\n` +
    `export const restrictedFunctions = [\n${rows}] as const\n`
  return files
}

/** Schemas by path, from the models in TypeScript. */
function renderSchemas() {
  const printed = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/print-schemas.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
  return JSON.parse(printed)
}

/** Everything generated, by path from the root. */
function renderAll() {
  const folder = relative(root, target).replaceAll('\\', '/')
  const contractFiles = Object.entries(render()).map(([file, text]) => [`${folder}/${file}`, text])
  return Object.fromEntries([...contractFiles, ...Object.entries(renderSchemas())])
}

/** What is there now: whole folders, so that a file nobody generates any more is found. */
function readExisting(folders) {
  const read = (folder) => {
    try {
      return readdirSync(join(root, folder)).map((file) => `${folder}/${file}`)
    } catch (error) {
      if (error.code === 'ENOENT') return []
      throw error
    }
  }
  return Object.fromEntries(
    folders.flatMap(read).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
}

const rendered = renderAll()
const existing = readExisting([...new Set(Object.keys(rendered).map((path) => dirname(path)))])
const stale = [...new Set([...Object.keys(rendered), ...Object.keys(existing)])].filter(
  (path) => rendered[path] !== existing[path],
)
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`Not what the sources give: ${stale.join(', ')}. Run \`npm run generate\` and commit.`)
    process.exit(1)
  }
  console.log(`${Object.keys(rendered).length} generated files are up to date.`)
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    if (path in rendered) writeFileSync(join(root, path), rendered[path])
    else rmSync(join(root, path))
  }
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}.` : 'Nothing to do.')
}
