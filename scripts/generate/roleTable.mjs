// Writes who may call what, from contracts/roles.json, as the Solidity by which the factory founds a DAO. From text
// alone, because what is compiled needs it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** By path from contracts/. */
export const roleTablePath = 'src/founding/RoleTable.sol'

/** Which interface declares each function, so that the compiler checks every name in the table. */
function readInterfaces(contractsFolder) {
  const folder = join(contractsFolder, 'src/interfaces')
  const found = {}
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, name] of text.matchAll(/^ {4}function (\w+)\(/gm)) {
      found[name] = [...(found[name] ?? []), file.replace('.sol', '')]
    }
  }
  return found
}

/** One group for each contract and role, in the order of the table. The admin's need no entry: role 0 is who may call
 * what nobody set. */
function group(restricted) {
  const groups = {}
  for (const row of restricted.filter(({ role }) => role !== 'ADMIN')) {
    const key = `${row.contract} ${row.role}`
    groups[key] = [...(groups[key] ?? []), row.function.split('(')[0]]
  }
  return Object.entries(groups).map(([key, names]) => {
    const [contract, role] = key.split(' ')
    return { contract, role, names }
  })
}

export function renderRoleTable(contractsFolder) {
  const { roles, restricted } = JSON.parse(readFileSync(join(contractsFolder, 'roles.json'), 'utf8'))
  const interfaces = readInterfaces(contractsFolder)
  const interfaceOf = (contract, name) => {
    const [one, ...others] = interfaces[name] ?? []
    if (one && others.length === 0) return one
    throw new Error(
      `roles.json: ${contract}.${name} must stand in one interface of contracts/src/interfaces.`,
    )
  }

  const used = new Set()
  const writes = group(restricted).flatMap(({ contract, role, names }) => [
    `        selectors = new bytes4[](${names.length});`,
    ...names.map((name, i) => {
      const from = interfaceOf(contract, name)
      used.add(from)
      return `        selectors[${i}] = ${from}.${name}.selector;`
    }),
    `        manager.setTargetFunctionRole(dao.${contract.toLowerCase()}, selectors, ${role});`,
  ])
  const given = Object.entries(roles).filter(([name]) => name !== 'ADMIN')
  const ids = given.map(([name, id]) => `    uint64 internal constant ${name} = ${id};`)
  const bits = given.reduce((sum, [, id]) => sum | (1n << BigInt(id)), 0n)

  return `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// Written by scripts/generate.mjs from roles.json. Do not edit.

import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

${[...used]
  .sort()
  .map((name) => `import { ${name} } from "../interfaces/${name}.sol";`)
  .join('\n')}
import { Dao } from "../types/Founding.sol";

/// @title RoleTable
/// @notice Which role may call which restricted function. What is not named here is the admin's, role 0.
library RoleTable {
${ids.join('\n')}
    // Those above, as bits.
    uint256 private constant GIVEN = 0x${bits.toString(16)};

    /// @dev Whether it is a role that a founding can give.
    function has(uint64 role) internal pure returns (bool) {
        return (GIVEN >> role) & 1 == 1;
    }

    function write(Dao memory dao) internal {
        IAccessManager manager = IAccessManager(dao.authority);
${writes.join('\n').replace('selectors =', 'bytes4[] memory selectors =')}
    }
}
`
}
