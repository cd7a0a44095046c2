import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKeeperClient } from '@usufruct/sdk/shares/keeperClient'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKeeper } from './startKeeper.ts'
import { newHome, removeHome } from './testing/keeperKit.ts'
import { type PracticeDao, startPracticeDao } from './testing/practiceDao.ts'

let dao: PracticeDao
let folder: string
let parameters: Parameters<typeof startKeeper>[0]

beforeAll(async () => {
  dao = await startPracticeDao()
  folder = newHome()
  const deploymentFile = join(folder, 'deployment.json')
  writeFileSync(deploymentFile, JSON.stringify(dao.deployment))
  parameters = { home: join(folder, 'a keeper'), index: 2, port: 0, rpc: dao.rpc, deploymentFile }
}, 60_000)

afterAll(() => {
  dao?.stop()
  removeHome(folder)
})

test('says when it is ready, follows the chain, keeps its identity and its home to itself', async () => {
  const keeper = await startKeeper(parameters)
  const status = await createKeeperClient(keeper.url).call('getStatus', {})
  expect(status).toMatchObject({
    address: keeper.address,
    hpkePublicKey: keeper.hpkePublicKey,
    index: 2,
    problem: null,
  })
  expect(statSync(join(parameters.home, 'identity.json')).mode & 0o777).toBe(0o600)

  await expect(startKeeper(parameters)).rejects.toMatchObject({ code: 'HOME_LOCKED' })
  const port = Number(new URL(keeper.url).port)
  const elsewhere = { ...parameters, home: join(folder, 'b'), port }
  await expect(startKeeper(elsewhere)).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  await keeper.stop()
  expect(await keeper.ended).toBe(0)

  await expect(startKeeper({ ...parameters, index: 1 })).rejects.toMatchObject({
    code: 'KEEPER_INDEX_CHANGED',
  })
  const again = await startKeeper(parameters)
  expect(again).toMatchObject({ address: keeper.address, hpkePublicKey: keeper.hpkePublicKey })

  // A killed one leaves its lock behind, which keeps nobody out.
  process.kill(again.pid, 'SIGKILL')
  expect(await again.ended).toBe('SIGKILL')
  const third = await startKeeper(parameters)
  expect(third.address).toBe(keeper.address)
  await third.stop()
}, 120_000)

test('says what is wrong with how it was started', async () => {
  const home = join(folder, 'c')
  const missing = startKeeper({ ...parameters, home, deploymentFile: join(folder, 'none.json') })
  await expect(missing).rejects.toMatchObject({ code: 'DEPLOYMENT_UNREADABLE' })
}, 60_000)
