import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { connect } from '@usufruct/sdk/actions/connect'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import type { License } from '@usufruct/sdk/http/routes/license'
import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asLines, birdsOf, expectedRows, membersIn } from './stack/expectedRows.ts'
import { isAlive, treeOf } from './stack/processes.ts'
import { readParquet } from './stack/readParquet.ts'
import { newHome, root, type Stack, startStack } from './stack/startStack.ts'
import { stateOf } from './stack/state.ts'
import { until } from './stack/until.ts'
import { usufruct } from './stack/usufruct.ts'

// One DAO from its founding on; each test goes on where the one before it left off.

const research = ['research.academic', 'research.noncommercial']
const commercial = ['ai.finetune', 'ai.eval', 'ai.nongen', 'research.commercial']

let home: string
let stack: Stack

beforeAll(async () => {
  home = await newHome()
  stack = await startStack({ home })
  await stack.played()
})

afterAll(async () => {
  await stack?.kill()
  if (home) await rm(home, { recursive: true, force: true })
})

const datasetNow = async (): Promise<Dataset> =>
  stack.node.call('getDataset', { params: { slug: 'palmer-penguins' } })

const licenseOf = async (account: string): Promise<License> => {
  const { json } = await usufruct<{ licenses: License[] }>(stack, '--as', account, 'license', 'list')
  const [license] = json.licenses
  if (!license) throw new Error(`${account} has no license`)
  return license
}

const downloadRows = async (account: string, name: string) => {
  const { license } = await licenseOf(account)
  const out = join(home, name)
  const answer = await usufruct(stack, '--as', account, 'download', license, '--out', out)
  expect(answer).toMatchObject({ code: 0 })
  return readParquet(join(out, 'data.parquet'))
}

describe('after npm start', () => {
  it('lists the release', async () => {
    const { code, json } = await usufruct<{ datasets: Dataset[] }>(stack, 'datasets')
    expect(code).toBe(0)
    const [dataset] = json.datasets
    expect(dataset?.slug).toBe('palmer-penguins')
    expect(dataset?.contributions).toMatchObject({ total: 12, accepted: 11, rejected: 1 })
    for (const [name, purposes] of [
      ['Research', research],
      ['Commercial', commercial],
    ] as const) {
      const offer = dataset?.offers.find((entry) => entry.name === name)
      const accounts = membersIn(purposes)
      expect(offer?.rows).toBe(expectedRows(accounts).length)
      expect(offer?.members).toBe(accounts.length)
      const release = dataset?.releases.find(
        (entry) => entry.offer === offer?.offer && entry.release === offer?.release,
      )
      expect(release).toMatchObject({ state: 'active', rows: offer?.rows })
    }
  })

  it('says who is who', async () => {
    const { json } = await usufruct<{ accounts: PracticeAccount[] }>(stack, 'account', 'list')
    expect(json.accounts.filter(({ role }) => role === 'member').length).toBeGreaterThanOrEqual(12)
    for (const { may } of json.accounts) expect(may).not.toBe('')
  })

  it.each([
    ['modelworks', commercial],
    ['institute', research],
  ])('gives %s exactly the accepted, new, redacted rows', async (account, purposes) => {
    const rows = await downloadRows(account, `download-${account}`)
    expect(asLines(rows)).toEqual(asLines(expectedRows(membersIn(purposes))))
    expect(new Set(rows.map((row) => row.record_id)).size).toBe(rows.length)
    expect(new Set(rows.map((row) => row.contributor)).size).toBe(membersIn(purposes).length)
    // In the text a member wrote; random ids have such digits now and then.
    expect(rows.map((row) => String(row.notes)).join('\n')).not.toMatch(/example\.org|7946|4111/)
  })

  it('downloaded for the sample licensee into the home', async () => {
    const rows = await readParquet(join(home, 'sample-download', 'palmer-penguins.parquet'))
    expect(asLines(rows)).toEqual(asLines(expectedRows(membersIn(commercial))))
  })

  it('splits the price to the last unit, and says so', async () => {
    const { money } = await stack.node.call('getOverview', {})
    const said = /Price (\d+) = members (\d+) \+ reviewers (\d+) \+ treasury (\d+) \+ dust (\d+)/.exec(
      stack.said(),
    )
    const [price = 0n, ...parts] = (said ?? []).slice(1).map(BigInt)
    expect(price).toBe(BigInt(money.sold))
    expect(price).toBe(60_000_000n + 1_200_000_000n)
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(price)
    expect(parts).toEqual([money.credited, money.reviewers, money.treasury, money.dust].map(BigInt))
    // One unit for each position and sale at most.
    expect(BigInt(money.dust)).toBeLessThanOrEqual(40n)
    expect(stack.said()).toContain('lent by someone else before')
    expect(stack.said()).toContain('turned it down')
  })

  it('refuses an existing license to others with 3, and an unknown one with 4', async () => {
    const { json } = await usufruct<{ licenses: License[] }>(stack, 'license', 'list', '--all')
    const [license] = json.licenses
    const out = join(home, 'not-mine')
    const foreign = await usufruct(stack, '--as', 'startup', 'download', license?.license ?? '', '--out', out)
    expect(foreign).toMatchObject({ code: 3, error: { code: 'LICENSE_NOT_YOURS' } })
    const unknown = await usufruct(
      stack,
      '--as',
      'startup',
      'download',
      '18446744073709551617999',
      '--out',
      out,
    )
    expect(unknown.code).toBe(4)
    for (const { error } of [foreign, unknown]) expect(error.hint).not.toBe('')
  })

  it('shows a member who looked, and what on the chain permitted it', async () => {
    const { privateKey } = await stack.node.call('getPracticeKey', { params: { name: 'dalia' } })
    const dalia = await connect({ url: stack.url, account: privateKeyToAccount(privateKey) })
    const { contributions } = await signedIn(dalia, () => dalia.node.call('listMyContributions', {}))
    const looked = contributions.flatMap((contribution) => contribution.looked)
    expect(looked.map(({ task }) => task)).toEqual(expect.arrayContaining(['clean', 'review']))
    for (const { task, transaction } of looked) {
      expect(transaction, task).not.toBeNull()
      const receipt = await dalia.publicClient.getTransactionReceipt({ hash: transaction ?? '0x' })
      expect(receipt.status).toBe('success')
    }
    for (const { mayLook } of contributions)
      expect(mayLook.map(({ who }) => who)).toEqual([dalia.dao.operator])
  })

  it('prints its OpenAPI', async () => {
    const answer = await fetch(`${stack.url}/api/openapi.json`)
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0' })
  })
})

describe('a second start', () => {
  it('of the same home prints the URL and exits 0', async () => {
    const again = await runStart('--home', home)
    expect(again.code).toBe(0)
    expect(again.said).toContain(stack.url)
  })

  it('on a port that is taken exits 6 and names --port', async () => {
    const other = await newHome()
    const again = await runStart('--home', other, '--port', String(stack.port))
    await rm(other, { recursive: true, force: true })
    expect(again.code).toBe(6)
    expect(again.said).toContain('--port')
  })
})

const runStart = async (...args: string[]) => {
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said }
}

describe('bad input', () => {
  const lend = async (name: string, bytes: string | Uint8Array) => {
    const path = join(home, name)
    await writeFile(path, bytes)
    return usufruct(stack, '--as', 'newcomer', 'contribute', path, '--dataset', 'palmer-penguins', '--yes')
  }

  it.each<[string, string | Uint8Array]>([
    ['empty.csv', ''],
    ['header-only.csv', 'study,individual,species,island,egg_date\n'],
    ['corrupt.csv', new Uint8Array(4_096).map((_, at) => (at * 197) % 256)],
    ['picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['bomb.csv', gzipSync(Buffer.alloc(50_000_000))],
    ['other-columns.csv', 'name,age\nKim,3\nOla,4\n'],
    ['unclosed.csv', 'study,individual,species\n"PAL0708,N1A1,Adelie\n'],
  ])('says what is wrong with %s, and lends nothing', async (name, bytes) => {
    const before = (await datasetNow()).contributions.total
    const answer = await lend(name, bytes)
    expect(answer).toMatchObject({ code: 5 })
    expect(answer.error.message).not.toBe('')
    expect(answer.error.hint).not.toBe('')
    expect((await datasetNow()).contributions.total).toBe(before)
  })

  it.each([
    [4, ['--as', 'newcomer', 'contribute', 'no-such-file.csv', '--dataset', 'palmer-penguins', '--yes']],
    [4, ['--as', 'newcomer', 'contribute', 'samples/try-it/field-notes.csv', '--dataset', 'whales', '--yes']],
    [4, ['dataset', 'whales']],
    [4, ['--as', 'startup', 'license', 'buy', '99', '--months', '1']],
    [2, ['no-such-command']],
  ])('exits %i for %j', async (code, args) => {
    const answer = await usufruct(stack, ...args)
    expect([answer.code, answer.error?.code]).toEqual([code, expect.any(String)])
  })

  it('takes no unknown purpose and no signature of another', async () => {
    const purpose = await usufruct(
      stack,
      '--as',
      'newcomer',
      'contribute',
      'samples/try-it/field-notes.csv',
      '--dataset',
      'palmer-penguins',
      '--purposes',
      'world.domination',
      '--yes',
    )
    expect(purpose.code).not.toBe(0)
    expect(purpose.error.code).toBe('PURPOSE_UNKNOWN')
    const account = '0x00000000000000000000000000000000000000aa'
    const forged = await fetch(`${stack.url}/api/relay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'join',
        message: { account, charter: `0x${'11'.repeat(32)}`, deadline: '99999999999' },
        signature: `0x${'22'.repeat(65)}`,
      }),
    })
    expect(forged.ok).toBe(false)
    expect(await forged.json()).toMatchObject({ code: expect.any(String), hint: expect.any(String) })
  })
})

describe('stopping to share', () => {
  it('reaches the same download, the next release and the licensee', async () => {
    const left = 'amara'
    const rest = membersIn(commercial).filter((account) => account !== left)
    const before = await datasetNow()
    const withdrawn = await usufruct(stack, '--as', left, 'consent', 'withdraw', '--yes')
    expect(withdrawn).toMatchObject({ code: 0 })
    const from = performance.now()

    const rows = await downloadRows('modelworks', 'after-withdrawal')
    expect(asLines(rows)).toEqual(asLines(expectedRows(rest)))

    const { recutWithin } = (await stack.node.call('getDao', {})).charter.windows
    await until('releases without the member', recutWithin + 10, async () => {
      const now = await datasetNow()
      return now.offers.every(
        ({ offer, release }) =>
          release > (before.offers.find((entry) => entry.offer === offer)?.release ?? 0),
      )
    })
    expect((performance.now() - from) / 1_000).toBeLessThan(recutWithin + 10)
    const now = await datasetNow()
    expect(now.offers.find(({ name }) => name === 'Commercial')?.rows).toBe(expectedRows(rest).length)

    const license = await licenseOf('modelworks')
    expect(license.notices).toBe(1)
  })
})

describe('a newcomer', () => {
  it('lends by hand, is caught having written a phone number, and is reviewed by hand', async () => {
    const inspected = await usufruct<{ findings: { type: string }[] }>(
      stack,
      'inspect',
      join(root, 'samples/try-it/field-notes.csv'),
    )
    expect(inspected.code).toBe(0)
    expect(inspected.stdout).toContain('phone')
    const joined = await usufruct(stack, '--as', 'newcomer', 'join')
    expect(joined.code).toBe(0)
    const lent = await usufruct<{ contributions: { contribution: string; repeated: boolean }[] }>(
      stack,
      '--as',
      'newcomer',
      'contribute',
      join(root, 'samples/try-it/field-notes.csv'),
      '--dataset',
      'palmer-penguins',
      '--yes',
    )
    expect(lent).toMatchObject({ code: 0, json: { contributions: [{ repeated: false }] } })
    const { accounts } = await stack.node.call('listPracticeAccounts', {})
    const reviewers = accounts.filter(({ role }) => role === 'reviewer').map(({ name }) => name)
    await until('the newcomer’s rows', 120, async () => {
      for (const name of reviewers) await usufruct(stack, '--as', name, 'review', 'score', '5')
      const { offers } = await datasetNow()
      const offer = offers.find(({ name }) => name === 'Research')
      const rest = membersIn(research).filter((account) => account !== 'amara')
      return offer?.rows === expectedRows(rest).length + birdsOf('try-it/field-notes.csv').length
    })
  })
})

describe('kill -9 of everything', () => {
  it('changes nothing', async () => {
    // Reviewers’ pay and the like settle first: what is compared must be at rest.
    const settled = await until('a state at rest', 30, async () => {
      const first = JSON.stringify(await stateOf(stack))
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return first === JSON.stringify(await stateOf(stack)) && first
    })
    const tree = treeOf(stack.child.pid ?? 0)
    await stack.kill()
    await until('every process to be gone', 10, () => !tree.some(isAlive))
    stack = await startStack({ home, port: stack.port })
    await stack.played()
    expect(await stateOf(stack)).toEqual(JSON.parse(settled))
  })

  it('stops cleanly when asked to', async () => {
    expect(await stack.stop()).toBe(0)
  })
})
