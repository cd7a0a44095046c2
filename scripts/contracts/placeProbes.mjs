import { posix } from 'node:path'

/** Every node of a syntax tree, parents first, each with the function that it is in. */
function* walk(node, inside) {
  if (Array.isArray(node)) {
    for (const child of node) yield* walk(child, inside)
  } else if (node && typeof node === 'object') {
    const here = ['FunctionDefinition', 'ModifierDefinition'].includes(node.nodeType) ? node : inside
    if (node.nodeType) yield { node, inside: here }
    for (const child of Object.values(node)) yield* walk(child, here)
  }
}

const isJoined = ({ nodeType, operator }) =>
  nodeType === 'BinaryOperation' && (operator === '&&' || operator === '||')

/** What is decided by itself: the parts that `&&`, `||`, `!` and parentheses put together. */
const partsOf = (expression) => {
  if (isJoined(expression))
    return [expression.leftExpression, expression.rightExpression].flatMap((side) => partsOf(side))
  if (expression.nodeType === 'TupleExpression' && expression.components.length === 1)
    return partsOf(expression.components[0])
  if (expression.nodeType === 'UnaryOperation' && expression.operator === '!')
    return partsOf(expression.subExpression)
  return [expression]
}

const deciding = new Set(['IfStatement', 'Conditional', 'ForStatement', 'WhileStatement', 'DoWhileStatement'])

/** A syntax tree counts bytes. */
const rangeOf = ({ src }) => {
  const [start, length] = src.split(':').map(Number)
  return { start, end: start + length }
}

const askedBy = (node) => {
  if (isJoined(node)) return partsOf(node)
  return deciding.has(node.nodeType) && node.condition ? partsOf(node.condition) : []
}

const findProbes = (path, bytes, ast) => {
  const found = new Map()
  const add = (probe) => found.set(`${probe.kind} ${probe.start} ${probe.end}`, { path, ...probe })
  for (const { node, inside } of walk(ast)) {
    const place = inside ? inside.name || inside.kind : path
    if (node === inside && node.body) add({ kind: 'function', place, text: place, ...rangeOf(node.body) })
    if (node.nodeType === 'TryStatement')
      for (const [i, { block }] of node.clauses.entries())
        add({ kind: 'clause', place, text: i === 0 ? 'try' : 'catch', ...rangeOf(block) })
    for (const { start, end } of askedBy(node).map(rangeOf)) {
      const text = bytes.subarray(start, end).toString().replace(/\s+/g, ' ')
      add({ kind: 'condition', place, text, start, end })
    }
  }
  return [...found.values()].sort((one, other) => one.start - other.start)
}

const insert = (bytes, probes, header) => {
  const insertions = probes.flatMap(({ id, kind, start, end }) =>
    kind === 'condition'
      ? [
          // Of those that begin in one place the longest is outside, and of those that end in one place too.
          { at: start, order: -end, text: `Probes.p${id}(` },
          { at: end, order: -start, text: ')' },
        ]
      : [{ at: start + 1, order: 0, text: ` Probes.p${id}();` }],
  )
  insertions.push(header)
  insertions.sort((one, other) => one.at - other.at || one.order - other.order)
  let from = 0
  const pieces = []
  for (const { at, text } of insertions) {
    pieces.push(bytes.subarray(from, at), Buffer.from(text))
    from = at
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]).toString()
}

export const probesPath = 'src/Probes.sol'

/** The library of probes, and on which of its lines each one counts. */
const writeLibrary = (probes, pragma) => {
  const lines = [pragma, 'library Probes {']
  const counted = probes.map((probe) => {
    const isCondition = probe.kind === 'condition'
    lines.push(`function p${probe.id}(${isCondition ? 'bool c' : ''}) internal pure returns (bool) {`)
    if (isCondition) lines.push('if (c) {')
    lines.push('return true;')
    const ways = [{ way: isCondition ? 'true' : 'taken', at: lines.length }]
    if (isCondition) {
      lines.push('}', 'return false;')
      ways.push({ way: 'false', at: lines.length })
    }
    lines.push('}')
    return { ...probe, ways }
  })
  lines.push('}', '')
  return { text: lines.join('\n'), counted }
}

/** Puts a probe into every function, into every clause of a `try`, and around every condition: what an `if`, a `?:` or a
 * loop asks, and each part of it that `&&` and `||` join. Lines stay where they are. Forge by itself counts the way into
 * an `if` and not past it, no `?:`, no `&&`, no `||`, and nothing at all outside contracts.
 * @param {Record<string, { text: string, ast: object }>} sources by path, from `contracts`
 * @returns the sources with probes, and each probe with the lines of `src/Probes.sol` that say how often it was there */
export const placeProbes = (sources) => {
  let pragma
  const files = {}
  const all = []
  for (const [path, { text, ast }] of Object.entries(sources)) {
    const bytes = Buffer.from(text)
    const probes = findProbes(path, bytes, ast).map((probe, i) => ({ ...probe, id: all.length + i }))
    const at = rangeOf(ast.nodes.find(({ nodeType }) => nodeType === 'PragmaDirective')).end
    pragma ??= bytes.subarray(rangeOf(ast.nodes[0]).start, at).toString()
    const library = posix.relative(posix.dirname(path), probesPath)
    const named = library.startsWith('.') ? library : `./${library}`
    const header = { at, order: 0, text: ` import { Probes } from "${named}";` }
    files[path] = probes.length > 0 ? insert(bytes, probes, header) : text
    all.push(
      ...probes.map(({ start, end, ...probe }) => ({
        ...probe,
        line: bytes.subarray(0, start).toString().split('\n').length,
      })),
    )
  }
  const { text, counted } = writeLibrary(all, pragma)
  return { files: { ...files, [probesPath]: text }, probes: counted }
}
