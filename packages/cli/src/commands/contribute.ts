import { checkDeclaration } from '@usufruct/cleaning/rights/checkDeclaration'
import type { Inspection } from '@usufruct/cleaning/types'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { chooseAgreement } from '@usufruct/sdk/actions/consent/chooseAgreement'
import { liveConsents } from '@usufruct/sdk/actions/consent/myConsents'
import { type CleanedBytes, type Contributed, contribute } from '@usufruct/sdk/actions/contribute/contribute'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { type Purpose, parsePurposes, prohibitedByDefault, purposes } from '@usufruct/sdk/domain/purposes'
import { type Dataset, type Provenance, specialCategories } from '@usufruct/sdk/http/routes/contribute'
import { type Command, Option } from 'commander'
import type { Cli } from '../cli.ts'
import { type ChoiceOptions, choicesFrom } from '../files/choicesFrom.ts'
import { cleanFile } from '../files/cleanFile.ts'
import { describeInspection } from '../files/describeInspection.ts'
import { openFiles } from '../files/openFile.ts'
import { pseudonymsFor } from '../home/pseudonymKey.ts'
import { plain } from '../io.ts'
import { languagesOf } from '../languages.ts'
import { formatDay, formatTime, parseUntil } from '../output/dates.ts'
import { usageError } from '../usage.ts'
import { addChoiceOptions, list } from './choiceOptions.ts'
import { addReadOptions, type ReadOptions, readingFrom } from './readOptions.ts'

type Options = ChoiceOptions &
  ReadOptions & {
    dataset: string
    purposes?: string[]
    until?: string
    replaceConsent?: boolean
    yes?: boolean
    origin: Provenance['origin']
    others: Provenance['othersInIt']
    source: string
    specialCategories: Provenance['specialCategories']
    madeByAi: Provenance['madeByAi']
    language?: string[]
  }

type File = { name: string; cleaned: CleanedBytes; inspection: Inspection }

export const addContribute = (program: Command, cli: Cli): Command =>
  addReadOptions(
    addChoiceOptions(
      program
        .command('contribute')
        .description('lend files to a dataset: cleaned here first, and shown to you before they leave')
        .argument('<path...>', 'files, archives, folders, or - for standard input')
        .requiredOption('--dataset <dataset>', 'where to; `usufruct datasets` shows them')
        .option('--purposes <purposes>', 'what may be done with it, joined by commas', list)
        .option('--until <date>', 'when the permission ends by itself, such as 2029-12-31')
        .option(
          '--replace-consent',
          'continue a narrower or paused permission under this one, with all lent under it',
        )
        .option('--language <tags>', 'languages that you read, the best first, joined by commas', list)
        .option('--yes', 'agree without being asked')
        .addOption(
          new Option('--origin <whose>', 'whose data it is')
            .choices(['mine', 'employer', 'someone-else'])
            .default('mine'),
        )
        .addOption(
          new Option('--others <whether>', 'whether anyone else is in it')
            .choices(['no', 'yes-allowed', 'unsure'])
            .default('no'),
        )
        .option(
          '--special-categories <which>',
          `what it says about people’s ${specialCategories.join(', ')}; joined by commas`,
          parseCategories,
          [],
        )
        .option('--source <text>', 'where it comes from', '')
        .addOption(
          new Option('--made-by-ai <share>', 'how much of it AI made')
            .choices(['none', 'partly', 'fully'])
            .default('none'),
        ),
    ),
  ).action(async (paths: string[], options: Options) => {
    const until = options.until === undefined ? undefined : parseUntil(options.until)
    const asked = options.purposes === undefined ? undefined : parsePurposes(options.purposes)
    const choices = choicesFrom(options)
    const reading = await readingFrom(options)
    const actor = await cli.connectAs()
    const reads = languagesOf(options.language)
    // Before any file is read: nobody is asked to agree to what they cannot read.
    chooseAgreement(actor.dao.agreements, { reads })
    const dataset = await actor.node.call('getDataset', { params: { slug: options.dataset } })
    const pseudonyms = await pseudonymsFor(cli.home(), choices, dataset.slug)
    const progress = cli.progress()
    const files: File[] = []
    try {
      // All of them first: nothing is lent of a batch in which one file is bad.
      for (const path of paths)
        for await (const source of openFiles(path, cli))
          files.push({
            name: source.name,
            ...(await cleanFile(source, {
              choices,
              reading: { ...reading, anonymity: { k: dataset.k ?? undefined, ...reading.anonymity } },
              columns: dataset.columns,
              pseudonyms,
              progress,
              signal: cli.signal,
            })),
          })
    } finally {
      progress.end()
    }
    const scope = await scopeOf(actor, dataset, asked, until)
    const provenance: Provenance = {
      origin: options.origin,
      othersInIt: options.others,
      specialCategories: options.specialCategories,
      source: options.source,
      madeByAi: options.madeByAi,
    }
    await agree(cli, actor, files, dataset, { ...scope, reads }, provenance, options.yes === true)

    const done: (Contributed & { path: string; rows: number })[] = []
    const failed: { path: string; error: UsufructError }[] = []
    try {
      for (const { name, cleaned } of files) {
        try {
          const lent = await contribute(actor, {
            dataset: dataset.slug,
            name: name.slice(-256),
            cleaned,
            purposes: scope.purposes,
            until,
            replaceConsent: options.replaceConsent,
            reads,
            provenance,
            signal: cli.signal,
            onProgress: ({ step, sent, total, waitsUntil }) =>
              progress.update(
                `${plain(name)}: ${waitsUntil === undefined ? steps[step] : waiting(waitsUntil)}`,
                sent,
                total,
              ),
          })
          done.push({ path: name, rows: cleaned.rows, ...lent })
        } catch (error) {
          const known = findUsufructError(error)
          // What went wrong with one file need not go wrong with the next; whoever pressed Ctrl-C wants none of it.
          if (!known || cli.signal.aborted) throw error
          failed.push({ path: name, error: known })
        }
      }
    } finally {
      progress.end()
    }
    if (done.length > 0) printLent(cli, dataset, done)
    if (failed.length > 0) throw notAllLent(failed, files.length)
  })

const printLent = (
  cli: Cli,
  dataset: Dataset,
  done: readonly (Contributed & { path: string; rows: number })[],
) =>
  cli.print({ dataset: dataset.slug, contributions: done }, () =>
    done
      .map(({ path, rows, contribution, repeated }) =>
        repeated
          ? `${plain(path)} was lent before, as ${contribution}. Nothing was done.\n`
          : `${plain(path)}: ${rows} rows lent as ${contribution}.\n`,
      )
      .join(''),
  )

/** The first reason, which says how to go on; with the others beside it. */
const notAllLent = (failed: readonly { path: string; error: UsufructError }[], of: number): UsufructError => {
  const [first] = failed as [(typeof failed)[number]]
  if (of === 1) return first.error
  return new UsufructError({
    ...first.error.toJSON(),
    message: `${failed.length} of ${of} files were not lent. ${plain(first.path)}: ${first.error.message}`,
    hint: `${first.error.hint} The same command goes on where it stopped, and lends nothing twice.`,
    details: {
      ...first.error.details,
      failed: failed.map(({ path, error: { code, message } }) => ({ path, code, message })),
    },
    cause: first.error,
  })
}

const parseCategories = (text: string, before: Provenance['specialCategories']) => {
  const known: readonly string[] = specialCategories
  const named = list(text)
  const odd = named.find((name) => !known.includes(name))
  if (odd !== undefined)
    throw usageError(`“${odd}” is no special category.`, `They are: ${specialCategories.join(', ')}.`)
  return [...before, ...(named as Provenance['specialCategories'])]
}

const waiting = (until: number) =>
  `the permission waits to be put on the ledger with others, until about ${formatTime(until)} UTC`

const steps = {
  consent: 'giving permission',
  register: 'registering',
  keys: 'handing out key shares',
  encrypt: 'encrypting',
  describe: 'describing',
  upload: 'uploading',
} as const

type Scope = { purposes: Purpose[]; end: number | null; existing: boolean }

/** What was named; else the permission there is; else what the dataset's offers are for. */
const scopeOf = async (
  actor: Actor,
  dataset: Dataset,
  asked: Purpose[] | undefined,
  until: number | undefined,
): Promise<Scope> => {
  const [live] = await liveConsents(actor, dataset.slug)
  if (asked === undefined && live)
    return {
      purposes: live.purposes,
      end: until ?? live.end,
      existing: until === undefined || live.end >= until,
    }
  const offered = dataset.offers.filter(({ closed }) => !closed).flatMap((offer) => offer.purposes)
  const wanted = asked ?? offered.filter((purpose) => !prohibitedByDefault.includes(purpose))
  return { purposes: [...new Set(wanted)], end: until ?? null, existing: false }
}

const agree = async (
  cli: Cli,
  actor: Actor,
  files: File[],
  dataset: Dataset,
  scope: Scope & { reads: string[] | undefined },
  provenance: Provenance,
  yes: boolean,
): Promise<void> => {
  const say = cli.json() ? () => undefined : cli.io.err
  for (const { name, inspection } of files) say(`${describeInspection(name, inspection, cli.style)}\n`)
  const labels = purposes
    .filter(({ code }) => scope.purposes.includes(code))
    .map(({ label }) => `  - ${label}\n`)
  const agreement = chooseAgreement(actor.dao.agreements, scope)
  const doubts = new Set(
    files.flatMap(({ inspection }) =>
      checkDeclaration(provenance, inspection.rights).map(({ text }) => text),
    ),
  )
  say(
    [
      `You lend this to ${cli.style.bold(plain(dataset.name))}, under “${plain(agreement.title)}” ${agreement.version} (${agreement.language})`,
      scope.end === null ? ', for three years,' : `, until ${formatDay(scope.end)},`,
      scope.existing ? ' by the permission you gave before, for:\n' : ' for:\n',
      ...labels,
      `You say: it is ${words.origin[provenance.origin]}; ${words.othersInIt[provenance.othersInIt]}; ${words.madeByAi[provenance.madeByAi]}.\n`,
      ...[...doubts].map((text) => `${cli.style.yellow('·')} ${plain(text)}\n`),
      'Only the version shown above leaves this machine. You can stop sharing at any time.\n',
    ].join(''),
  )
  if (yes) return
  if (!cli.io.interactive)
    throw new UsufructError({
      code: 'NOT_AGREED',
      kind: 'usage',
      message: 'Nobody agreed to lend this, and nobody can be asked here.',
      hint: 'Look at what `usufruct inspect` shows, then add --yes.',
    })
  const answer = await cli.io.ask('Lend it? [y/N] ')
  if (/^y(es)?$/i.test(answer.trim())) return
  throw new UsufructError({
    code: 'NOT_AGREED',
    kind: 'usage',
    message: 'Nothing was lent.',
    hint: 'Nothing left this machine.',
  })
}

const words = {
  origin: { mine: 'yours', employer: 'your employer’s', 'someone-else': 'someone else’s' },
  othersInIt: {
    no: 'nobody else is in it',
    'yes-allowed': 'others are in it and allowed this',
    unsure: 'others may be in it',
  },
  madeByAi: { none: 'no AI made it', partly: 'AI made part of it', fully: 'AI made it' },
} as const
