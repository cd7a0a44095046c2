#!/usr/bin/env node
// Writes the role table that the factory founds DAOs with, compiles the contracts, and writes their ABIs, bytecode and
// role table into the SDK, snapshots of their ABIs and storage for whoever reviews a change, the JSON Schemas that the
// SDK's models give beside the legal texts, and the table that licenses are recognised by. `--check` writes nothing and
// fails when what is there is not what the sources give. A contract that no chain would take fails in both.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileDeployed } from './contracts/compileContracts.mjs'
import { measureSizes } from './contracts/measureSizes.mjs'
import { renderSnapshots, snapshotOutputs } from './contracts/renderSnapshots.mjs'
import { renderRoleTable, roleTablePath } from './generate/roleTable.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const contractsFolder = join(root, 'contracts')
const target = join(root, 'packages/sdk/src/contracts/generated')
const roleTable = renderRoleTable(contractsFolder)
const roleTableFile = `contracts/${roleTablePath}`

const contracts = {
  Authority: 'src/Authority.sol',
  Contributions: 'src/Contributions.sol',
  DaoFactory: 'src/DaoFactory.sol',
  Members: 'src/Members.sol',
  Offers: 'src/Offers.sol',
  PracticeDollar: 'src/PracticeDollar.sol',
  Releases: 'src/Releases.sol',
}

function render(deployed) {
  const banner = '// Written by scripts/generate.mjs from the contracts. Do not edit.\n'
  const files = {}
  for (const { name, abi, evm } of deployed) {
    const variable = name[0].toLowerCase() + name.slice(1)
    const entries = abi.map((entry) => `  ${JSON.stringify(entry)},\n`).join('')
    files[`${name}.ts`] = `${banner}export const ${variable}Abi = [\n${entries}] as const\n`
    files[`${name}.bytecode.ts`] =
      `${banner}export const ${variable}Bytecode =\n  '0x${evm.bytecode.object}' as const\n`
  }
  const { roles, restricted } = JSON.parse(readFileSync(join(contractsFolder, 'roles.json'), 'utf8'))
  const ids = Object.entries(roles)
    .map(([name, id]) => `  ${name}: ${id}n,\n`)
    .join('')
  const rows = restricted.map((row) => `  ${JSON.stringify(row)},\n`).join('')
  files['roles.ts'] =
    `${banner}/** Ids in the DAO's Authority. */\nexport const roles = {\n${ids}} as const\n\n` +
    `export type RoleName = keyof typeof roles\n\n` +
    `/** Who may call what. Everything else that changes state is open to anyone. */\n` +
    `export const restrictedFunctions = [\n${rows}] as const\n`
  return files
}

/** By path, what sources in TypeScript give. */
function renderByTypeScript() {
  const printed = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/print-generated.ts'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(printed)
}

/** Everything generated, by path from the root. */
function renderAll(deployed) {
  const folder = relative(root, target).replaceAll('\\', '/')
  const contractFiles = Object.entries(render(deployed)).map(([file, text]) => [`${folder}/${file}`, text])
  return {
    ...Object.fromEntries(contractFiles),
    ...renderSnapshots(deployed),
    ...renderByTypeScript(),
    [`contracts/${roleTablePath}`]: roleTable,
  }
}

function requireSizes(deployed) {
  const { lines, tooLarge } = measureSizes(
    deployed.map(({ name, evm }) => ({
      name,
      code: evm.deployedBytecode.object,
      deployment: evm.bytecode.object,
    })),
  )
  console.log(lines.join('\n'))
  if (tooLarge.length === 0) return
  console.error(`Too large for a chain (EIP-170, EIP-3860): ${tooLarge.join(', ')}.`)
  process.exit(1)
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
  // Beside the role table lie sources that nobody generates.
  const paths = [
    ...folders.filter((folder) => folder !== dirname(roleTableFile)).flatMap(read),
    roleTableFile,
  ]
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

const deployed = compileDeployed(root, contracts, { [roleTablePath]: roleTable }, snapshotOutputs)
requireSizes(deployed)
const rendered = renderAll(deployed)
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
