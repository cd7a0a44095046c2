import { createServer } from 'node:net'
import { createNodeClient } from '@usufruct/sdk/http/client'
import { bad, type Check, good } from './check.ts'

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })

export const checkPort = async (url: string): Promise<Check> => {
  const answers = await createNodeClient({ url })
    .call('getDao', {}, { signal: AbortSignal.timeout(5_000) })
    .then(
      (dao) => dao.name,
      () => undefined,
    )
  if (answers !== undefined) return good('Port', `${answers} is running at ${url}`)
  const port = Number(new URL(url).port || 80)
  if (await isFree(port)) return good('Port', `${port} is free`)
  return bad('Port', `${port} is taken by something else`, 'Choose another with `usufruct start --port N`.')
}
