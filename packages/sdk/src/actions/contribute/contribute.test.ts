import { type Hex, hexToBytes, sha256, stringToBytes } from 'viem'
import { beforeEach, describe, expect, it } from 'vitest'
import { decryptWith } from '../../age/decryptWith.ts'
import { readAll } from '../../age/readAll.ts'
import { UsufructError } from '../../domain/errors.ts'
import { combineShares } from '../../shares/combineShares.ts'
import { grantTerms } from '../../terms/deriveTerms.ts'
import { termsHash } from '../../terms/terms.ts'
import { nowInSeconds } from '../actor.ts'
import { pauseConsent } from '../consent/pauseConsent.ts'
import { ConnectionLost, createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { withdrawConsent } from '../withdraw/withdrawConsent.ts'
import { type ContributeInput, contribute } from './contribute.ts'
import { plannedCommitment } from './plannedCommitment.ts'

const ndjson = stringToBytes('{"species":"Adelie"}\n')
const inAYear = nowInSeconds() + 365 * 86_400

const input = (change: Partial<ContributeInput> = {}): ContributeInput => ({
  dataset: 'birds',
  name: 'birds.csv',
  cleaned: {
    ndjson,
    contentHash: sha256(ndjson),
    rows: 1,
    report: {
      version: '1',
      hash: sha256('0x01'),
      rows: 1,
      invalid: 0,
      duplicatesWithin: 0,
      findings: [],
    },
  },
  purposes: ['research.academic'],
  until: inAYear,
  provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
  wait: async () => undefined,
  ...change,
})

const codeOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => 'done',
    (reason: unknown) => reason,
  )
  return error instanceof UsufructError ? error.code : error
}

let dao: FakeDao
beforeEach(() => {
  dao = createFakeDao()
})

const openWith = async (contribution: Hex, keepers: number[]) => {
  const file = dao.described.get(contribution) as Record<string, Hex>
  const { scalar } = await combineShares(
    keepers.map((index) => ({
      keeper: dao.keepers[index]?.info.address as Hex,
      share: dao.keepers[index]?.shares.get(contribution) as Uint8Array,
    })),
    { threshold: 2, commitment: file.keyCommitment as Hex },
  )
  return readAll(decryptWith(scalar, dao.blobs.get(file.blob as Hex) as Uint8Array))
}

describe('contribute', () => {
  it('lends bytes that any two keepers can open', async () => {
    const lent = await contribute(await dao.actor(), input())
    expect(lent.repeated).toBe(false)
    for (const pair of [
      [0, 1],
      [0, 2],
      [1, 2],
    ])
      expect(await openWith(lent.contribution, pair)).toEqual(ndjson)
  })

  it('is final on chain before anything else leaves the device', async () => {
    await contribute(await dao.actor(), input())
    const registered = dao.log.indexOf('relay registerContribution')
    const after = ['POST /keepers/0/shares', 'POST /api/contributions', 'POST /api/uploads']
    for (const what of after) expect(dao.log.indexOf(what)).toBeGreaterThan(registered)
  })

  it('has its draft on disk before anything is relayed, and none in the end', async () => {
    const kept: number[] = []
    const puts = { count: 0 }
    const put = dao.drafts.put
    dao.drafts.put = async (key, value) => {
      puts.count++
      await put(key, value)
    }
    dao.hooks.before = (what) => {
      if (what.startsWith('relay')) kept.push(puts.count)
    }
    await contribute(await dao.actor(), input())
    expect(kept[0]).toBeGreaterThan(0)
    const key = `contribution/31337/${dao.dao.deployment.members}/${dao.address}/birds/${sha256(ndjson)}`
    expect(await dao.drafts.get(key)).toBeUndefined()
  })

  it.each([
    'relay grantConsent',
    'relay registerContribution',
    'POST /keepers/1/shares',
    'POST /api/contributions',
    'POST /api/uploads',
    'PATCH /api/uploads/',
  ])('goes on where it stopped at %s', async (where) => {
    dao.hooks.before = (what) => {
      if (what.startsWith(where)) throw new ConnectionLost()
    }
    expect(await codeOf(contribute(await dao.actor(), input()))).not.toBe('done')
    dao.hooks.before = () => undefined
    const lent = await contribute(await dao.actor(), input())
    expect([dao.consents.size, dao.registered.size, dao.described.size, dao.blobs.size]).toEqual([1, 1, 1, 1])
    expect(await openWith(lent.contribution, [0, 1])).toEqual(ndjson)
  })

  it.each(['relay grantConsent', 'relay registerContribution', 'POST /keepers/1/shares'])(
    'does nothing twice when only the answer to %s was lost',
    async (where) => {
      const { fetch, ...rest } = await dao.actor()
      let lost = false
      const losing: typeof fetch = async (url, init) => {
        const response = await fetch(url, init)
        const [verb, name = ''] = where.split(' ')
        const hit = verb === 'relay' ? String(init?.body).includes(`"${name}"`) : String(url).endsWith(name)
        if (!hit || lost) return response
        lost = true
        throw new ConnectionLost()
      }
      const { connect } = await import('../connect.ts')
      const actor = await connect({
        url: 'http://dao.test',
        account: dao.account,
        drafts: rest.drafts,
        fetch: losing,
      })
      await codeOf(contribute(actor, input()))
      await contribute(actor, input())
      expect(lost).toBe(true)
      expect([dao.consents.size, dao.registered.size, dao.described.size]).toEqual([1, 1, 1])
    },
  )

  it('commits to what was shown beforehand', async () => {
    const name = { dataset: 'birds', contentHash: sha256(ndjson) }
    const planned = await plannedCommitment(await dao.actor(), name)
    expect(await plannedCommitment(await dao.actor(), name)).toEqual(planned)
    const lent = await contribute(await dao.actor(), input())
    expect(lent.contribution).toBe(planned.contribution)
    expect(dao.registered.get(lent.contribution)?.commitment).toBe(planned.commitment)
  })

  it('gives back what the same account lent before', async () => {
    const first = await contribute(await dao.actor(), input())
    dao.log.length = 0
    expect(await contribute(await dao.actor(), input())).toEqual({ ...first, repeated: true })
    expect(dao.log.filter((what) => what.startsWith('relay'))).toEqual([])
  })

  it('lends again what was taken back, under a new id', async () => {
    const first = await contribute(await dao.actor(), input())
    await withdrawConsent(await dao.actor(), { dataset: 'birds' })
    const second = await contribute(await dao.actor(), input())
    expect(second.contribution).not.toBe(first.contribution)
    expect(second.repeated).toBe(false)
  })

  it('starts anew when its consent was taken back in between', async () => {
    dao.hooks.before = (what) => {
      if (what === 'POST /api/contributions') throw new ConnectionLost()
    }
    await codeOf(contribute(await dao.actor(), input()))
    dao.hooks.before = () => undefined
    await withdrawConsent(await dao.actor(), { dataset: 'birds' })
    const lent = await contribute(await dao.actor(), input())
    expect(dao.registered.size).toBe(2)
    expect(await openWith(lent.contribution, [0, 2])).toEqual(ndjson)
  })

  it('refuses bytes that are not those that were hashed', async () => {
    const { cleaned } = input()
    const other = { ...cleaned, ndjson: stringToBytes('{}\n') }
    expect(await codeOf(contribute(await dao.actor(), input({ cleaned: other })))).toBe(
      'CONTENT_HASH_MISMATCH',
    )
    expect(dao.log).toEqual(['GET /api/dao'])
  })

  it('uploads nothing while a keeper has no share', async () => {
    const [keeper] = dao.keepers
    if (keeper) keeper.state.down = true
    expect(await codeOf(contribute(await dao.actor(), input()))).toBe('KEEPERS_UNREACHABLE')
    expect(dao.log).not.toContain('POST /api/uploads')
    if (keeper) keeper.state.down = false
    await contribute(await dao.actor(), input())
    expect(dao.registered.size).toBe(1)
  })

  it('needs an account', async () => {
    const actor = { ...(await dao.actor()), account: undefined }
    expect(await codeOf(contribute(actor, input()))).toBe('ACCOUNT_NEEDED')
  })
})

describe('the consent it rests on', () => {
  const other = stringToBytes('{"species":"Gentoo"}\n')
  const second = (change: Partial<ContributeInput>) =>
    input({ cleaned: { ...input().cleaned, ndjson: other, contentHash: sha256(other) }, ...change })

  it('is used again when it permits what is asked', async () => {
    const first = await contribute(await dao.actor(), input({ purposes: ['research.academic', 'ai.eval'] }))
    const next = await contribute(await dao.actor(), second({ purposes: ['ai.eval'], until: undefined }))
    expect(next.consent).toBe(first.consent)
    expect(dao.consents.size).toBe(1)
  })

  it.each([
    ['purposes', { purposes: ['ai.nongen'] }],
    ['time', { until: inAYear + 86_400 }],
  ] as [string, Partial<ContributeInput>][])(
    'is replaced only when asked to, for more %s',
    async (_, change) => {
      const first = await contribute(await dao.actor(), input())
      expect(await codeOf(contribute(await dao.actor(), second(change)))).toBe('CONSENT_TO_REPLACE')
      expect(dao.consents.get(first.consent)?.withdrawn).toBe(false)
      const next = await contribute(await dao.actor(), second({ ...change, replaceConsent: true }))
      expect(dao.consents.get(first.consent)?.withdrawn).toBe(true)
      expect(next.consent).not.toBe(first.consent)
      // What was lent under the first is lent under the second, and not again.
      expect(await contribute(await dao.actor(), input())).toEqual({
        contribution: first.contribution,
        consent: next.consent,
        repeated: true,
      })
    },
  )

  it('is resumed only when asked to', async () => {
    const first = await contribute(await dao.actor(), input())
    await pauseConsent(await dao.actor(), { dataset: 'birds' })
    expect(await codeOf(contribute(await dao.actor(), second({})))).toBe('CONSENT_PAUSED')
    const next = await contribute(await dao.actor(), second({ replaceConsent: true }))
    expect(dao.consents.get(next.consent)?.replaces).toBe(first.consent)
  })

  it('is in terms that everybody can make again, under a text that the member reads', async () => {
    const { consent } = await contribute(await dao.actor(), input({ reads: ['de-AT', 'en'] }))
    const { chainId, members } = dao.dao.deployment
    const terms = grantTerms({ chainId, members, name: dao.dao.name }, dao.dao.agreement, {
      dataset: 'birds',
      purposes: ['research.academic'],
      end: inAYear,
    })
    expect(dao.consents.get(consent)).toMatchObject({
      agreement: dao.dao.agreement.hash,
      terms: termsHash(terms),
    })
    dao.log.length = 0
    expect(await codeOf(contribute(await dao.actor(), second({ reads: ['fr'] })))).toBe('AGREEMENT_LANGUAGE')
    expect(dao.log.filter((what) => what.startsWith('relay'))).toEqual([])
  })

  it('does not take special categories that the charter does not, and signs nothing', async () => {
    const { provenance } = input()
    const health = input({ provenance: { ...provenance, specialCategories: ['health'] } })
    expect(await codeOf(contribute(await dao.actor(), health))).toBe('SPECIAL_CATEGORY_REFUSED')
    expect(dao.log.filter((what) => what.startsWith('relay'))).toEqual([])
  })

  it('names purposes and ends in the future', async () => {
    expect(await codeOf(contribute(await dao.actor(), input({ purposes: [] })))).toBe('CONSENT_NO_PURPOSES')
    expect(await codeOf(contribute(await dao.actor(), input({ until: 5 })))).toBe('CONSENT_END_PASSED')
  })
})

describe('a withdrawal', () => {
  it('reaches keepers even when the node does not relay it', async () => {
    const { consent } = await contribute(await dao.actor(), input())
    dao.hooks.before = (what) => {
      if (what === 'relay withdrawConsents') throw new ConnectionLost()
    }
    const withdrawn = await withdrawConsent(await dao.actor(), { dataset: 'birds' })
    expect(withdrawn).toEqual({ consents: [consent], transaction: null, keepers: 3 })
  })

  it('fails only when nobody took it', async () => {
    await contribute(await dao.actor(), input())
    for (const keeper of dao.keepers) keeper.state.down = true
    dao.hooks.before = (what) => {
      if (what === 'relay withdrawConsents') throw new ConnectionLost()
    }
    expect(await codeOf(withdrawConsent(await dao.actor(), { dataset: 'birds' }))).toBe('NODE_UNREACHABLE')
  })

  it('of nothing says that there is nothing', async () => {
    expect(await codeOf(withdrawConsent(await dao.actor(), { dataset: 'birds' }))).toBe('CONSENT_NONE')
  })
})

it('draws fresh keys for every contribution', async () => {
  const one = await contribute(await dao.actor(), input())
  await withdrawConsent(await dao.actor(), { dataset: 'birds' })
  const two = await contribute(await dao.actor(), input())
  const keys = [one, two].map(({ contribution }) => dao.described.get(contribution)?.keyCommitment as Hex)
  expect(hexToBytes(keys[0] as Hex)).not.toEqual(hexToBytes(keys[1] as Hex))
})
