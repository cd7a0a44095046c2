import { parseArgs } from 'node:util'
import { ChainError, isChainError } from './chainError.ts'
import { runAsProcess } from './runAsProcess.ts'

/** `main.ts --home DIR [--port N]`: the embedded chain as a process of its own. */
await runAsProcess(() => {
  try {
    const { values } = parseArgs({
      options: { home: { type: 'string' }, port: { type: 'string', default: '0' } },
    })
    const port = Number(values.port)
    if (values.home === undefined) throw new ChainError('WRONG_USE', '--home is missing.')
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new ChainError('WRONG_USE', `--port ${values.port} is no port.`)
    }
    return { home: values.home, port }
  } catch (error) {
    if (isChainError(error)) throw error
    throw new ChainError('WRONG_USE', error instanceof Error ? error.message : String(error), {
      hint: 'Use: main.ts --home DIR [--port N]',
    })
  }
})
