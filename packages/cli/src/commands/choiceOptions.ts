import { type Command, Option } from 'commander'
import { parseK } from './parseNumbers.ts'

export const list = (text: string, before: string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
]

/** For a column name, which may hold commas: one each time. */
export const each = (text: string, before: string[] = []): string[] => [...before, text]

/** What the member decides about a file after looking at it. */
export const addChoiceOptions = (command: Command): Command =>
  command
    .option('--keep <ids>', 'findings that are no personal data, by id, joined by commas', list)
    .option('--keep-in <column:type>', 'keep all findings of a type in a column; may be given again', each)
    .option('--cover <ids>', 'faces and texts in pictures to cover, by id, joined by commas', list)
    .addOption(
      new Option('--cover-all <what...>', 'cover all faces, or all texts, in pictures').choices([
        'face',
        'text',
      ]),
    )
    .option(
      '--action <column:type:action>',
      'redact, pseudonymise, generalise or keep all findings of a type in a column; may be given again',
      each,
    )
    .option(
      '--found <row:start-end:column:type>',
      'what was overlooked, to be removed; may be given again',
      each,
    )
    .option('--drop-column <name>', 'leave a column at home; may be given again', each)
    .option(
      '--generalise <column=to>',
      'make a column coarser: age=10 in steps of ten, area=3 to its first characters, born=year, job=nothing; may be given again',
      each,
    )
    .option(
      '--k <number>',
      'make columns coarser, and leave rows at home, until each is like at least number − 1 others in what may single somebody out',
      parseK,
    )
