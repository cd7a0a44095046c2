import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { workerProgram } from '@usufruct/cleaning/node/blockWorkers'
import { type NormalisedForm, normaliseFile, STREAMED_LIMITS } from '@usufruct/cleaning/node/normaliseFile'
import {
  type NormalisedManifest,
  type NormalisedSource,
  normalisedManifest,
} from '@usufruct/cleaning/normalise/manifest'
import type { Choices, CleaningOptions } from '@usufruct/cleaning/types'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { programArguments } from '@usufruct/sdk/home/programArguments.node'
import { type Command, Option } from 'commander'
import type { Cli } from '../cli.ts'
import { type ChoiceOptions, choicesFrom } from '../files/choicesFrom.ts'
import { describeNormalised } from '../files/describeNormalised.ts'
import { isWithin } from '../files/isWithin.ts'
import { openFiles } from '../files/openFile.ts'
import { placeFolder, requireFree } from '../files/placeFolder.ts'
import { pseudonymsFor } from '../home/pseudonymKey.ts'
import { plain } from '../io.ts'
import { usageError } from '../usage.ts'
import { addChoiceOptions } from './choiceOptions.ts'
import { addReadOptions, type ReadOptions, readingFrom } from './readOptions.ts'

type Options = ChoiceOptions &
  ReadOptions & { to: NormalisedForm; out: string; force?: boolean; detection: boolean }

export const addNormalise = (program: Command, cli: Cli): Command =>
  addReadOptions(
    addChoiceOptions(
      program
        .command('normalise')
        .description(
          'write what would be lent of files in one form, with a manifest; needs no DAO, and nothing leaves',
        )
        .argument('<path>', 'a file, an archive, a folder, or - for standard input')
        .addOption(
          new Option(
            '--to <form>',
            'rows as Parquet or JSON lines, or pictures as files with nothing beside them',
          )
            .choices(['parquet', 'jsonl', 'originals'])
            .makeOptionMandatory(),
        )
        .requiredOption('--out <dir>', 'folder to make')
        .option('--force', 'put it in the place of what is there')
        .option('--no-detection', 'only types: no personal data, rights or duplicates are looked for'),
    ),
  ).action(async (path: string, options: Options) => {
    await requireApart(path, options.out)
    const choices = choicesFrom(options)
    if (!options.detection) requireNoFindings(choices, options)
    const reading = {
      ...(await readingFrom(options)),
      pseudonyms: await pseudonymsFor(cli.home(), choices, ''),
      signal: cli.signal,
    }
    await requireFree(resolve(options.out), options.force === true)
    let manifest: NormalisedManifest | undefined
    await placeFolder(options.out, options.force === true, async (folder) => {
      manifest = await normaliseAll(path, folder, options, choices, reading, cli)
      await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
        mode: 0o600,
      })
    })
    const out = resolve(options.out)
    cli.print({ out, ...manifest }, () => describeNormalised(out, manifest as NormalisedManifest, cli.style))
  })

const normaliseAll = async (
  path: string,
  folder: string,
  { to, detection }: Options,
  choices: Choices,
  reading: CleaningOptions,
  cli: Cli,
): Promise<NormalisedManifest> => {
  const progress = cli.progress()
  const [program, ...more] = programArguments(workerProgram)
  // What comes as a stream is kept, and what is looked at closely is remembered: the usual limits are for those.
  const limits = detection || path === '-' ? {} : { limits: STREAMED_LIMITS }
  const sources: NormalisedSource[] = []
  try {
    for await (const source of openFiles(path, cli, limits)) {
      const number = sources.length + 1
      try {
        sources.push(
          await normaliseFile({
            source,
            to,
            folder,
            suffix: number === 1 ? '' : `-${number}`,
            detection,
            choices,
            program: more.length === 0 ? program : undefined,
            options: {
              ...reading,
              onProgress: ({ phase, read, total }) =>
                progress.update(`${steps[phase]} ${plain(source.name)}`, read, total),
            },
          }),
        )
      } catch (error) {
        throw source.name === basename(path) ? error : namedError(error, source.name)
      }
    }
  } finally {
    progress.end()
  }
  return normalisedManifest(sources)
}

const steps = { reading: 'looking at', understanding: 'understanding', cleaning: 'writing' } as const

/** Of several files, which one. */
const namedError = (error: unknown, name: string): unknown => {
  const known = findUsufructError(error)
  if (!known) return error
  return new UsufructError({
    ...known.toJSON(),
    message: `${plain(name)}: ${known.message}`,
    hint: `${known.hint} Nothing was written.`,
    cause: known,
  })
}

/** What is put in the place of a folder must not have been read from it, nor what was written be read next time. */
const requireApart = async (path: string, out: string): Promise<void> => {
  if (path === '-') return
  const hint = 'Choose a folder beside it for --out.'
  if (await isWithin(path, out))
    throw usageError(`${plain(path)} lies in the folder that is to be written.`, hint, { path, out })
  if (await isWithin(out, path))
    throw usageError(`${plain(out)} lies in the folder that is to be read.`, hint, { path, out })
}

const requireNoFindings = ({ dropColumns: _, ...choices }: Choices, { model }: Options): void => {
  if (Object.keys(choices).length === 0 && model === undefined) return
  throw usageError(
    'With --no-detection nothing is found, so nothing can be decided about what is found.',
    'Leave out either --no-detection, or what you decided and --model; --drop-column works with both.',
  )
}
