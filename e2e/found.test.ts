import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { textPdf } from '@usufruct/sdk/documents/textPdf'
import type { FoundingDraft } from '@usufruct/sdk/founding/draft'
import { createNodeClient, type NodeClient } from '@usufruct/sdk/http/client'
import { parseText } from '@usufruct/sdk/texts/parseText'
import { extractText, getDocumentProxy } from 'unpdf'
import { createPublicClient, http } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from './stack/freePort.ts'
import { killAtOnce, treeOf } from './stack/processes.ts'
import { newHome, root } from './stack/startStack.ts'
import { until } from './stack/until.ts'
import { usufruct } from './stack/usufruct.ts'

// Two founders answer, sign and deploy; then everything that names the charter has to name the same one.

type Found = {
  hash: string
  ready: boolean
  texts: FoundingDraft['texts']
  founders: { name: string; signed: boolean }[]
}

const nowhere = 'http://localhost:9'
let work: string
let home: string
let draft: string
let served: Served | undefined

const found = <T = Found>(...args: string[]) => usufruct<T>({ home, url: nowhere }, 'found', ...args)

type Served = { child: ChildProcess; url: string; node: NodeClient; said: () => string }

/** A command that goes on until it is stopped, on a port of its own. */
const serve = async (...args: string[]): Promise<Served> => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(
    process.execPath,
    [join(root, 'packages/cli/bin/usufruct.mjs'), '--home', home, '--json', ...args, '--port', String(port)],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  return { child, url, node: createNodeClient({ url }), said: () => said }
}

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  return child.exitCode
}

const answersFile = async (answers: object): Promise<string> => {
  const path = join(work, `answers-${randomUUID()}.json`)
  await writeFile(path, JSON.stringify(answers))
  return path
}

const answers = {
  name: 'River Watch',
  purpose: 'To pool what people measure in their rivers.',
  'dataset.name': 'River samples',
  'split.contributors': 75,
  'split.treasury': 15,
  'split.floor': 65,
  languages: ['en', 'de'],
}

beforeAll(async () => {
  work = await newHome()
  home = join(work, 'home')
  draft = join(work, 'draft.json')
})

afterAll(async () => {
  if (served) killAtOnce(treeOf(served.child.pid ?? 0).reverse())
  if (work) await rm(work, { recursive: true, force: true })
})

describe('before there is a DAO', () => {
  it.concurrent.each([
    [
      'a right up for a vote',
      { 'governance.votes': ['withdrawals'] },
      'CHARTER_RIGHTS_UP_FOR_VOTE',
      'taking a permission back',
    ],
    ['parts that are more than the whole', { 'split.reviewers': 40 }, 'ANSWER_INVALID', '130 %'],
    ['a blank in the purpose', { purpose: 'For {{dao.name}}' }, 'ANSWER_INVALID', '{{'],
  ])('refuses %s with the reason', async (_, change, code, says) => {
    const file = await answersFile(change)
    const answer = await found('--answers', file, '--founder', 'ada', '--draft', join(work, 'refused.json'))
    expect(answer).toMatchObject({ code: 5, error: { code, hint: expect.stringMatching(/./) } })
    expect(answer.error.message).toContain(says)
  })

  it('writes a draft that names every text by three hashes', async () => {
    const file = await answersFile(answers)
    const { code, json } = await found(
      '--answers',
      file,
      '--founder',
      'ada',
      '--founder',
      'ben',
      '--draft',
      draft,
    )
    expect(code).toBe(0)
    expect(json.texts.map(({ kind, language }) => `${kind} ${language}`)).toEqual([
      'charter en',
      'agreement en',
      'agreement de',
      'license en',
      'license en',
    ])
    expect(json.ready).toBe(false)
  })

  it('deploys nothing that a founder did not sign, or that was changed since', async () => {
    expect((await found('sign', draft, '--as', 'ada')).code).toBe(0)
    expect(await found('deploy', draft)).toMatchObject({ code: 3, error: { code: 'DRAFT_NOT_SIGNED' } })
    const signed = await found('sign', draft, '--as', 'ben')
    expect(signed.json).toMatchObject({ ready: true, founders: [{ signed: true }, { signed: true }] })

    const text = await readFile(draft, 'utf8')
    const changed = join(work, 'changed.json')
    await writeFile(
      changed,
      text
        .replace('"contributorsBps": 7500', '"contributorsBps": 7400')
        .replace('"treasuryBps": 1500', '"treasuryBps": 1600'),
    )
    expect((await found('deploy', changed)).error).toMatchObject({ code: 'DRAFT_CHANGED' })
  })
})

describe('the founded DAO', () => {
  let texts: FoundingDraft['texts']
  const hashOf = (kind: string, language = 'en') =>
    texts.find((text) => text.kind === kind && text.language === language)?.rendered

  it('is founded from the draft that everybody signed, and runs', async () => {
    texts = (JSON.parse(await readFile(draft, 'utf8')) as FoundingDraft).texts
    served = await serve('found', 'deploy', draft, '--serve')
    await until('the DAO to be founded', 120, () => served?.said().includes('"members"'))
    expect(JSON.parse(served.said().slice(served.said().indexOf('{')))).toMatchObject({
      name: 'River Watch',
      charter: hashOf('charter'),
      agreement: hashOf('agreement'),
    })
  })

  const running = (): Served => {
    if (!served) throw new Error('the DAO did not start')
    return served
  }

  it('has one charter: on chain, in the node, in the home and in the PDF', async () => {
    const { node, url } = running()
    const dao = await node.call('getDao', {})
    expect(dao).toMatchObject({ name: 'River Watch', practice: true })
    const chain = createPublicClient({ transport: http(`${url}/rpc`) })
    const onChain = await chain.readContract({
      address: dao.deployment.members,
      abi: membersAbi,
      functionName: 'charter',
    })
    expect(onChain).toBe(hashOf('charter'))
    expect(dao.charter.hash).toBe(onChain)
    expect(dao.charter.split).toEqual({ contributorsBps: 7500, reviewersBps: 1000, treasuryBps: 1500 })
    expect(dao.agreement.hash).toBe(hashOf('agreement'))
    expect(dao.agreements.map(({ language, hash }) => [language, hash]).sort()).toEqual([
      ['de', hashOf('agreement', 'de')],
      ['en', hashOf('agreement')],
    ])

    for (const { rendered, template, parameters, kind } of texts) {
      const published = await node.call('getText', { params: { hash: rendered } })
      expect(published).toMatchObject({ kind, template, parameters })
      const file = await readFile(join(home, 'dao', 'texts', `${rendered.slice(2)}.md`), 'utf8')
      expect(published.text).toBe(file)
      expect(parseText(file).hash).toBe(rendered)
    }
    const charter = parseText((await node.call('getText', { params: { hash: dao.charter.hash } })).text)
    const pdf = await getDocumentProxy(await textPdf(charter, { at: 1_800_000_000 }))
    const { text: printed } = await extractText(pdf, { mergePages: true })
    expect(printed.replaceAll(/\s+/g, '')).toContain(dao.charter.hash.slice(2))
    expect(printed.replaceAll(/\s+/g, ' ')).toContain('75 %')
  })

  it('has the offers that were answered, under the license texts that were signed', async () => {
    const dataset = await running().node.call('getDataset', { params: { slug: 'river-samples' } })
    expect(dataset.offers.map(({ name }) => name).sort()).toEqual(['Commercial', 'Research'])
  })

  it('says that it is there already, to whoever would found another', async () => {
    const { node } = running()
    expect(await node.call('getFounding', {})).toMatchObject({ mode: 'founded' })
    expect((await node.call('getFoundingTemplates', {})).templates.length).toBeGreaterThan(5)
    const other = join(work, 'other.json')
    const written = await found(
      '--answers',
      await answersFile({ name: 'Others' }),
      '--founder',
      'ada',
      '--draft',
      other,
    )
    expect(written.code).toBe(0)
    await found('sign', other, '--as', 'ada')
    expect((await found('deploy', other)).error).toMatchObject({ code: 'HOME_NOT_EMPTY' })
  })

  it('does not start with a text of which one character was changed', async () => {
    const { child } = running()
    child.kill('SIGTERM')
    expect(await ended(child)).toBe(0)
    served = undefined
    const path = join(home, 'dao', 'texts', `${hashOf('charter')?.slice(2)}.md`)
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('75 %', '57 %'))
    const again = await serve('start')
    expect(await ended(again.child)).toBe(1)
    expect(again.said()).toContain('TEXT_HASH_MISMATCH')
    expect(again.said()).toContain(path)
  })
})
