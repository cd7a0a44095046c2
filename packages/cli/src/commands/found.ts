import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import type { Charter } from '@usufruct/sdk/founding/charter'
import { draftSigning } from '@usufruct/sdk/founding/checkDraft'
import { emptyDraft, type Founder, type FoundingDraft, requireCharter } from '@usufruct/sdk/founding/draft'
import { draftFile, keepDraft, readDraft } from '@usufruct/sdk/founding/draftFile.node'
import type { Answer } from '@usufruct/sdk/founding/field'
import { parseCharter } from '@usufruct/sdk/founding/parseCharter'
import { foundingQuestions } from '@usufruct/sdk/founding/questions'
import { sealDraft } from '@usufruct/sdk/founding/sealDraft'
import { signDraft } from '@usufruct/sdk/founding/signDraft'
import type { FoundingTemplate } from '@usufruct/sdk/founding/templates'
import type { Command } from 'commander'
import { privateKeyToAccount } from 'viem/accounts'
import type { Cli } from '../cli.ts'
import { askQuestions } from '../found/askQuestions.ts'
import { describeDraft, draftJson } from '../found/describeDraft.ts'
import { founderFrom } from '../found/founders.ts'
import { readAnswers, readJsonFile } from '../found/readAnswers.ts'
import { readAccount } from '../home/accounts.ts'
import { homeHas, legalTexts } from '../start/foundHome.ts'
import { usageError } from '../usage.ts'
import { addFoundDeploy, deployDraft } from './foundDeploy.ts'
import { addFoundShow } from './foundShow.ts'
import { addFoundSign } from './foundSign.ts'

type Options = {
  draft?: string
  charter?: string
  answers?: string
  founder: string[]
  yes?: boolean
  rpc?: string
}

export const addFound = (program: Command, cli: Cli): Command => {
  const found = program
    .command('found')
    .description('found a DAO: six questions, a draft that every founder signs, then a running DAO')
    .option('--draft <file>', 'where the draft is kept (HOME/founding/draft.json)')
    .option('--charter <file>', 'a charter instead of the questions; its texts are those in legal/')
    .option('--answers <file>', 'answers as JSON, instead of being asked')
    .option(
      '--founder <name:address>',
      'a founder; again for each',
      (text, all: string[]) => [...all, text],
      [],
    )
    .option('--rpc <url>', 'any EVM chain instead of one of its own')
    .option('--yes', 'take every default, and do not ask')
    .action((options: Options) => prepare(cli, options))
  addFoundSign(found, cli)
  addFoundShow(found, cli)
  addFoundDeploy(found, cli)
  return found
}

const nowInSeconds = () => Math.floor(Date.now() / 1000)

const asStored = (answers: Readonly<Record<string, Answer>>): FoundingDraft['answers'] =>
  Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [id, typeof answer === 'string' ? answer : [...answer]]),
  )

/** The charter, from a file, from answers in a file, or from the person at the terminal. */
const charterFor = async (
  cli: Cli,
  options: Options,
  draft: FoundingDraft,
  templates: readonly FoundingTemplate[],
  keep: (draft: FoundingDraft) => Promise<void>,
): Promise<{ charter: Charter; draft: FoundingDraft }> => {
  const now = nowInSeconds()
  if (options.charter) return { charter: parseCharter(await readJsonFile(options.charter), { now }), draft }
  const questions = foundingQuestions(templates)
  if (options.answers || options.yes) {
    const answers = { ...draft.answers, ...(options.answers ? await readAnswers(options.answers) : {}) }
    const charter = answersToCharter(answers, templates, { now })
    return { charter, draft: { ...draft, answers: asStored(answers), step: questions.length } }
  }
  if (!cli.io.interactive)
    throw usageError(
      'Nobody is at a terminal who could be asked.',
      'Give --answers FILE, --charter FILE, or --yes for the defaults.',
    )
  let kept = draft
  let step = draft.step >= questions.length ? 0 : draft.step
  for (;;) {
    const answers = await askQuestions(cli, questions, { answers: kept.answers, step }, async (next, at) => {
      kept = { ...kept, answers: asStored(next), step: at }
      await keep(kept)
    })
    try {
      return { charter: answersToCharter(answers, templates, { now }), draft: kept }
    } catch (error) {
      if (!(error instanceof UsufructError)) throw error
      cli.io.err(`\n${cli.style.red(error.message)}\n${error.hint}\n`)
      step = Math.max(
        0,
        questions.findIndex(({ id }) => id === error.details.question),
      )
    }
  }
}

const foundersFor = async (cli: Cli, options: Options, draft: FoundingDraft): Promise<Founder[]> => {
  const named = [...options.founder]
  if (named.length === 0 && draft.founders.length > 0) return draft.founders
  if (named.length === 0 && cli.io.interactive && !options.yes) {
    const typed = await cli.io.ask(
      '\nWho founds it? Names with blanks between; each gets an account in this home. NAME:0x… for one from elsewhere.\n  [founder] ',
    )
    named.push(...typed.split(/[\s,]+/).filter(Boolean))
  }
  if (named.length === 0) named.push('founder')
  const founders: Founder[] = []
  for (const name of named) founders.push(await founderFrom(cli.home(), name))
  return founders
}

const agrees = async (cli: Cli, question: string) =>
  !cli.signal.aborted && !/^n/i.test((await cli.io.ask(`${question} [Y/n] `)).trim()) && !cli.signal.aborted

/** Those founders whose accounts are in this home can sign where they are. */
const offerToSign = async (cli: Cli, path: string, draft: FoundingDraft): Promise<FoundingDraft> => {
  let signed = draft
  for (const { name, address } of (await draftSigning(draft)).missing) {
    const account = await readAccount(cli.home(), name)
    if (account?.address !== address || !(await agrees(cli, `\nSign as ${name}?`))) continue
    signed = await signDraft(signed, privateKeyToAccount(account.privateKey))
    await keepDraft(path, signed)
  }
  return signed
}

const prepare = async (cli: Cli, options: Options): Promise<void> => {
  const path = resolve(options.draft ?? draftFile(cli.home()))
  if (!options.draft && (await homeHas(cli.home())).dao)
    throw new UsufructError({
      code: 'HOME_NOT_EMPTY',
      kind: 'conflict',
      message: `There is a DAO in ${cli.home()} already.`,
      hint: 'Found the new one in another folder with --home DIR, or only write a draft with --draft FILE.',
      details: { home: cli.home() },
    })
  const templates = await legalTexts()
  const keep = (draft: FoundingDraft) => keepDraft(path, draft)
  const earlier = await readDraft(path)
  const begun = earlier ?? emptyDraft(`0x${randomBytes(32).toString('hex')}`)
  if (earlier && !cli.json()) cli.io.err(`Going on with the draft in ${path}\n`)
  const { charter, draft } = await charterFor(cli, options, begun, templates, keep)
  const founders = await foundersFor(cli, options, draft)
  let sealed = sealDraft(draft, charter, founders, templates)
  await keep(sealed)
  const complete = requireCharter(sealed)
  const said = await describeDraft(cli, path, complete)
  if (!cli.io.interactive || options.yes || cli.json()) {
    const json = await draftJson(path, complete)
    return cli.print(json, () => `${said}\n${nextSteps(path, founders)}`)
  }
  cli.io.out(said)
  sealed = await offerToSign(cli, path, sealed)
  const { missing } = await draftSigning(sealed)
  if (missing.length > 0) return cli.io.out(`\n${nextSteps(path, missing)}`)
  if (await agrees(cli, '\nEverybody has signed. Found it now?'))
    return deployDraft(cli, sealed, { rpc: options.rpc, port: 4747, serve: true })
  cli.io.out(`\n${nextSteps(path, [])}`)
}

const nextSteps = (path: string, missing: readonly Founder[]): string =>
  [
    ...missing.map(({ name }) => `  usufruct found sign ${quoted(path)} --as ${name}`),
    `  usufruct found deploy ${quoted(path)}`,
    '',
  ].join('\n')

const quoted = (path: string) => (/[^\w./-]/.test(path) ? `'${join(path).replaceAll("'", "'\\''")}'` : path)
