import { reachK } from '@usufruct/cleaning/anonymity/reachK'
import { inspectFile } from '@usufruct/cleaning/inspectFile'
import { nodeSha256 } from '@usufruct/cleaning/node/nodeSha256'
import { checkSource } from '@usufruct/cleaning/rights/optOut/checkSource'
import type { Choices, CleaningOptions, Inspection } from '@usufruct/cleaning/types'
import { findUsufructError, type UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ChoiceOptions, choicesFrom } from '../files/choicesFrom.ts'
import { describeInspection, inspectionJson } from '../files/describeInspection.ts'
import { openFiles } from '../files/openFile.ts'
import { pseudonymsFor } from '../home/pseudonymKey.ts'
import { plain } from '../io.ts'
import { addChoiceOptions } from './choiceOptions.ts'
import { addReadOptions, type ReadOptions, readingFrom } from './readOptions.ts'

export const addInspect = (program: Command, cli: Cli): Command =>
  addReadOptions(
    addChoiceOptions(
      program
        .command('inspect')
        .description('what would be found in a file and removed from it; needs no DAO, and nothing leaves')
        .argument('<path>', 'a file, an archive, a folder, or - for standard input')
        .option(
          '--source <url>',
          'where it comes from: asks there whether the publisher objects to training',
        ),
    ),
  ).action(async (path: string, options: ChoiceOptions & ReadOptions & { source?: string }) => {
    const objections = options.source ? await checkSource(options.source, { signal: cli.signal }) : []
    const choices = choicesFrom(options)
    const pseudonyms = await pseudonymsFor(cli.home(), choices, '')
    const reading = { ...(await readingFrom(options)), pseudonyms }
    const files = await inspectAll(path, choices, reading, cli)
    const looked = files.map((file) =>
      'error' in file
        ? file
        : {
            ...file,
            inspection: { ...file.inspection, rights: [...objections, ...file.inspection.rights] },
          },
    )
    const [only] = looked
    if (only && looked.length === 1) {
      if ('error' in only) throw only.error
      cli.print(inspectionJson(only.name, only.inspection), () =>
        describeInspection(only.name, only.inspection, cli.style),
      )
      return
    }
    cli.print({ name: path, files: looked.map(fileJson), summary: summaryOf(looked) }, () =>
      describeAll(looked, cli),
    )
  })

type Looked = { name: string } & ({ inspection: Inspection } | { error: UsufructError })

/** One file that cannot be read does not hide the others. */
const inspectAll = async (
  path: string,
  choices: Choices,
  reading: CleaningOptions,
  cli: Cli,
): Promise<Looked[]> => {
  const progress = cli.progress()
  const looked: Looked[] = []
  try {
    for await (const source of openFiles(path, cli)) {
      try {
        const options: CleaningOptions = {
          ...reading,
          sha256: nodeSha256,
          signal: cli.signal,
          onProgress: ({ read, total }) => progress.update(`looking at ${plain(source.name)}`, read, total),
        }
        const inspection = await inspectFile(source, options, await reachK(source, choices, options))
        looked.push({ name: source.name, inspection })
      } catch (error) {
        const known = findUsufructError(error)
        if (!known || cli.signal.aborted) throw error
        looked.push({ name: source.name, error: known })
      }
    }
  } finally {
    progress.end()
  }
  return looked
}

const fileJson = (file: Looked) =>
  'error' in file
    ? {
        name: file.name,
        error: { code: file.error.code, message: file.error.message, hint: file.error.hint },
      }
    : inspectionJson(file.name, file.inspection)

const summaryOf = (looked: readonly Looked[]) => {
  const read = looked.flatMap((file) => ('inspection' in file ? [file.inspection] : []))
  const sum = (of: (inspection: Inspection) => number) =>
    read.reduce((total, inspection) => total + of(inspection), 0)
  return {
    files: looked.length,
    unread: looked.length - read.length,
    rows: sum(({ rows }) => rows),
    invalid: sum(({ counts }) => counts.invalid),
    findings: sum(({ counts }) => counts.findings),
  }
}

const describeAll = (looked: readonly Looked[], { style }: Cli): string => {
  const { files, unread, rows, invalid, findings } = summaryOf(looked)
  return [
    ...looked.map((file) =>
      'error' in file
        ? `${style.bold(plain(file.name))}\n${style.red(plain(file.error.message))} ${plain(file.error.hint)}\n\n`
        : `${describeInspection(file.name, file.inspection, style)}\n`,
    ),
    `${files} files${unread > 0 ? `, ${unread} of them not to be read` : ''}: ${rows} rows to lend, ${invalid} set aside, ${findings} findings.\n`,
  ].join('')
}
