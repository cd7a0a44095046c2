const typeOf = ({ type, components }) =>
  components ? type.replace(/^tuple/, `(${components.map(typeOf).join(',')})`) : type

const listOf = (parameters = []) =>
  parameters
    .map(({ name, indexed, ...rest }) => [typeOf(rest), indexed && 'indexed', name].filter(Boolean).join(' '))
    .join(', ')

const sorted = (lines) => [...lines].sort((one, other) => (one < other ? -1 : 1))

/** What a contract can be asked and can say, as one sorted line each: functions with their selectors, events, errors.
 * Made to be read in a diff. */
export const describeAbi = (abi, selectors) => {
  const lineOf = {
    constructor: ({ inputs }) => `constructor(${listOf(inputs)})`,
    function: ({ name, inputs, outputs, stateMutability }) => {
      const selector = selectors[`${name}(${inputs.map(typeOf).join(',')})`]
      const returns = outputs.length > 0 ? ` returns (${listOf(outputs)})` : ''
      const mutability = stateMutability === 'nonpayable' ? '' : ` ${stateMutability}`
      return `function ${name}(${listOf(inputs)})${mutability}${returns}  0x${selector}`
    },
    event: ({ name, inputs, anonymous }) =>
      `event ${name}(${listOf(inputs)})${anonymous ? ' anonymous' : ''}`,
    error: ({ name, inputs }) => `error ${name}(${listOf(inputs)})`,
    fallback: () => 'fallback',
    receive: () => 'receive',
  }
  return Object.keys(lineOf)
    .flatMap((kind) => sorted(abi.filter(({ type }) => type === kind).map(lineOf[kind])))
    .map((line) => `${line}\n`)
    .join('')
}
