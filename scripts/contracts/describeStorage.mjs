/** Where a contract keeps what: every variable with its place, and the fields of each struct among them.
 * Without the compiler's own numbers, which change with every edit. */
export const describeStorage = ({ storage, types }) => {
  const placed = ({ slot, offset, type, label }) => ({
    slot: Number(slot),
    offset,
    bytes: Number(types[type].numberOfBytes),
    type: types[type].label,
    label,
  })
  const structs = Object.values(types ?? {})
    .filter(({ members }) => members)
    .map(({ label, members }) => [label, members.map(placed)])
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return { storage: storage.map(placed), structs: Object.fromEntries(structs) }
}

const list = (entries, indent) =>
  entries.length === 0
    ? '[]'
    : `[\n${entries.map((entry) => `${indent}  ${JSON.stringify(entry)}`).join(',\n')}\n${indent}]`

/** As JSON with a line for each variable, so that a diff shows which one moved. */
export const printStorage = ({ storage, structs }) => {
  const fields = Object.entries(structs).map(
    ([name, members]) => `    ${JSON.stringify(name)}: ${list(members, '    ')}`,
  )
  const printed = fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n  }`
  return `{\n  "storage": ${list(storage, '  ')},\n  "structs": ${printed}\n}\n`
}
