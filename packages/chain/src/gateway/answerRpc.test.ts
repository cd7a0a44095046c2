import { expect, test } from 'vitest'
import { ChainError } from '../chainError.ts'
import { answerRpc, largestBatch, type RpcContext } from './answerRpc.ts'

function contextOf(overrides: Partial<RpcContext> = {}): RpcContext & { asked: unknown[] } {
  const asked: unknown[] = []
  return {
    asked,
    chainId: 0xabcde,
    ask: async (request) => {
      asked.push(request)
      return { result: 'asked' }
    },
    submit: async (raw) => raw as `0x${string}`,
    nextTimestamp: () => 1_000,
    ...overrides,
  }
}

const call = (method: string, params: unknown[] = [], id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
})

test('methods that change the chain or need keys are unknown, and it says why', async () => {
  const context = contextOf()
  const methods = [
    'anvil_setBalance',
    'evm_mine',
    'evm_setNextBlockTimestamp',
    'hardhat_reset',
    'debug_traceCall',
  ]
  const keyed = ['eth_accounts', 'eth_sendTransaction', 'eth_sign', 'personal_sign', 'eth_signTypedData_v4']
  const stateful = ['eth_newFilter', 'eth_subscribe', 'eth_getFilterChanges']
  for (const method of [
    ...methods,
    ...keyed,
    ...stateful,
    'txpool_content',
    'nonsense',
    '__proto__',
    'constructor',
  ]) {
    const answer = await answerRpc(context, call(method))
    expect(answer).toMatchObject({ id: 1, error: { code: -32601, message: expect.stringContaining(method) } })
  }
  expect(context.asked).toEqual([])
})

test('reads are passed on as they are', async () => {
  const context = contextOf()
  expect(await answerRpc(context, call('eth_getLogs', [{ fromBlock: '0x1' }], 'x'))).toEqual({
    jsonrpc: '2.0',
    id: 'x',
    result: 'asked',
  })
  expect(context.asked).toEqual([{ method: 'eth_getLogs', params: [{ fromBlock: '0x1' }] }])
})

test('simulations on latest get the present time, others stay as they are', async () => {
  const context = contextOf()
  const body = { to: '0x01' }
  for (const params of [[body], [body, 'latest'], [body, null], [body, 'latest', { a: 1 }]]) {
    await answerRpc(context, call('eth_call', params))
    expect(context.asked.pop()).toEqual({
      method: 'eth_call',
      params: [body, 'latest', params[2] ?? {}, { time: '0x3e8' }],
    })
  }
  for (const params of [[], [body, 'pending'], [body, '0x1'], [body, 'latest', {}, { time: '0x1' }]]) {
    await answerRpc(context, call('eth_call', params))
    expect(context.asked.pop()).toEqual({ method: 'eth_call', params })
  }
})

test('a batch is answered in its order, notifications are not answered', async () => {
  const answer = await answerRpc(contextOf(), [
    call('eth_chainId', [], 7),
    { jsonrpc: '2.0', method: 'eth_blockNumber' },
    call('eth_sendRawTransaction', ['0x12'], 'b'),
    17,
  ])
  expect(answer).toEqual([
    { jsonrpc: '2.0', id: 7, result: '0xabcde' },
    { jsonrpc: '2.0', id: 'b', result: '0x12' },
    { jsonrpc: '2.0', id: null, error: { code: -32600, message: expect.any(String) } },
  ])
  expect(await answerRpc(contextOf(), [{ jsonrpc: '2.0', method: 'eth_blockNumber' }])).toBeUndefined()
})

test('batches have a size', async () => {
  for (const batch of [[], Array.from({ length: largestBatch + 1 }, () => call('eth_chainId'))]) {
    expect(await answerRpc(contextOf(), batch)).toMatchObject({ id: null, error: { code: -32600 } })
  }
})

test('what is no request is refused', async () => {
  for (const body of [
    null,
    1,
    'x',
    {},
    { method: 1 },
    { method: 'a', params: 'b' },
    { method: 'a', id: {} },
  ]) {
    expect(await answerRpc(contextOf(), body)).toMatchObject({ id: null, error: { code: -32600 } })
  }
})

test('a failure is told by code and hint, and a surprise tells nothing of the inside', async () => {
  const failing = (error: unknown) => contextOf({ submit: () => Promise.reject(error) })
  const refused = new ChainError('TX_NONCE_TOO_LOW', 'nonce too low', {
    values: { expected: 3 },
    hint: 'Do this.',
  })
  expect(await answerRpc(failing(refused), call('eth_sendRawTransaction', ['0x']))).toMatchObject({
    error: {
      code: -32003,
      message: 'nonce too low',
      data: { code: 'TX_NONCE_TOO_LOW', values: { expected: 3 }, hint: 'Do this.' },
    },
  })
  const full = new ChainError('JOURNAL_WRITE_FAILED', 'no space')
  expect(await answerRpc(failing(full), call('eth_sendRawTransaction', ['0x']))).toMatchObject({
    error: { code: -32002 },
  })
  expect(await answerRpc(failing(new Error('/secret/path')), call('eth_sendRawTransaction', ['0x']))).toEqual(
    {
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'The gateway failed; see its log.' },
    },
  )
  expect(await answerRpc(contextOf(), call('eth_sendRawTransaction', []))).toMatchObject({
    error: { code: -32602 },
  })
})
