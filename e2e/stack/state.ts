import { createNodeClient } from '@usufruct/sdk/http/client'
import type { Stack } from './startStack.ts'

/** Everything about a DAO that a restart must not change, as its node tells it. */
export const stateOf = async ({ url }: Pick<Stack, 'url'>) => {
  const node = createNodeClient({ url })
  const [dao, overview, { datasets }, { licenses }, { rounds }, { accounts }] = await Promise.all([
    node.call('getDao', {}),
    node.call('getOverview', {}),
    node.call('listDatasets', {}),
    node.call('listLicenses', { query: {} }),
    node.call('listRounds', {}),
    node.call('listPracticeAccounts', {}),
  ])
  return {
    chain: dao.deployment,
    charter: dao.charter.hash,
    keepers: dao.keepers.map(({ address }) => address),
    stages: overview.stages.map(({ id, count }) => [id, count]),
    acts: overview.acts.map(({ stage, text, transaction }) => [stage, text, transaction]),
    money: overview.money,
    datasets,
    licenses,
    rounds,
    accounts,
  }
}
