import { isChainError } from './chainError.ts'
import { describeFailure, type RunChainParameters, runChain } from './runChain.ts'

/**
 * Runs the chain until stdin closes or SIGTERM or SIGINT comes.
 * Stdout carries exactly one line of JSON: `{ready:true,url,chainId}`, or `{ready:false,error}` when it cannot
 * start. The log, one JSON object per line, goes to stderr.
 */
export async function runAsProcess(parameters: () => Omit<RunChainParameters, 'log'>): Promise<void> {
  const log: RunChainParameters['log'] = (event, details) => {
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`)
  }
  // A parent that is gone reads nothing any more; that must not keep the last snapshot from being written.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  const stopped = new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
    process.stdin.once('end', () => resolve('stdin'))
    process.stdin.once('close', () => resolve('stdin'))
    process.stdin.once('error', () => resolve('stdin'))
    process.stdin.resume()
  })
  try {
    const chain = await runChain({ ...parameters(), log })
    process.stdout.write(`${JSON.stringify({ ready: true, url: chain.url, chainId: chain.chainId })}\n`)
    try {
      const reason = await Promise.race([stopped, chain.failed])
      log('stopping', { reason })
    } finally {
      await chain.close()
    }
    process.exit(0)
  } catch (error) {
    const failure = describeFailure(error)
    log('failed', failure)
    process.stdout.write(`${JSON.stringify({ ready: false, error: failure })}\n`)
    process.exit(isChainError(error, 'WRONG_USE') ? 2 : isChainError(error, 'PORT_TAKEN') ? 6 : 1)
  }
}
