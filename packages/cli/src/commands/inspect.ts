import { inspectFile } from '@usufruct/cleaning/inspectFile'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type ChoiceOptions, choicesFrom } from '../files/choicesFrom.ts'
import { describeInspection, inspectionJson } from '../files/describeInspection.ts'
import { nodeSha256, openFile } from '../files/openFile.ts'
import { pseudonymsFor } from '../home/pseudonymKey.ts'
import { plain } from '../io.ts'
import { addChoiceOptions } from './choiceOptions.ts'

export const addInspect = (program: Command, cli: Cli): Command =>
  addChoiceOptions(
    program
      .command('inspect')
      .description('what would be found in a file and removed from it; needs no DAO, and nothing leaves')
      .argument('<path>', 'CSV, TSV, JSON lines or plain text'),
  ).action(async (path: string, options: ChoiceOptions) => {
    const choices = choicesFrom(options)
    const pseudonyms = await pseudonymsFor(cli.home(), choices, '')
    const progress = cli.progress()
    const source = await openFile(path)
    try {
      const inspection = await inspectFile(
        source,
        {
          sha256: nodeSha256,
          pseudonyms,
          signal: cli.signal,
          onProgress: ({ read, total }) => progress.update(`looking at ${plain(source.name)}`, read, total),
        },
        choices,
      )
      progress.end()
      cli.print(inspectionJson(source.name, inspection), () =>
        describeInspection(source.name, inspection, cli.style),
      )
    } finally {
      progress.end()
    }
  })
