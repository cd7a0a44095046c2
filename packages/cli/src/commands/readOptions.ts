import { readFile } from 'node:fs/promises'
import { openNameModel } from '@usufruct/cleaning/node/openNameModel'
import { isTextEncoding } from '@usufruct/cleaning/recognise/legacyEncoding'
import { type DescribedColumn, datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import { parseMapping } from '@usufruct/cleaning/schema/parseMapping'
import type { CleaningOptions } from '@usufruct/cleaning/types'
import { asDiskError } from '@usufruct/sdk/home/diskError.node'
import type { Command } from 'commander'
import { usageError } from '../usage.ts'
import { each } from './choiceOptions.ts'

export type ReadOptions = {
  map?: string
  sheet?: string
  encoding?: string
  alikeBy?: string[]
  model?: string
}

/** How a file is to be read, where that cannot be found out from its content, and by what else. */
export const addReadOptions = (command: Command): Command =>
  command
    .option('--map <file>', 'how its columns become the dataset’s: names, units, values; a JSON file')
    .option('--sheet <name>', 'of a workbook with several sheets')
    .option('--encoding <name>', 'of a text that is not UTF-8, such as koi8-r')
    .option(
      '--alike-by <column>',
      'what together may single somebody out, as --k sees it; found by the names when not said; may be given again',
      each,
    )
    .option('--model <folder>', 'a token classifier of your own that looks for names too; see docs/models.md')

/** @throws UsufructError `USAGE`, `BAD_MAPPING`, what the disk says, and what is wrong with a model */
export const readingFrom = async ({
  map,
  sheet,
  encoding,
  alikeBy,
  model,
}: ReadOptions): Promise<
  Pick<CleaningOptions, 'mapping' | 'dataset' | 'sheet' | 'encoding' | 'anonymity' | 'model'>
> => {
  const name = encoding?.toLowerCase()
  if (name !== undefined && !isTextEncoding(name))
    throw usageError(`“${encoding}” is no encoding that is read here.`, 'Save the file as UTF-8.')
  return {
    ...(map === undefined ? {} : await readMapping(map)),
    ...(sheet === undefined ? {} : { sheet }),
    ...(name === undefined ? {} : { encoding: name }),
    ...(alikeBy === undefined ? {} : { anonymity: { columns: alikeBy } }),
    ...(model === undefined
      ? {}
      : { model: await openNameModel(model, { library: process.env.USUFRUCT_TRANSFORMERS }) }),
  }
}

/** A list of mappings, or an object that holds it and the columns of the dataset it is for. */
const readMapping = async (path: string): Promise<Pick<CleaningOptions, 'mapping' | 'dataset'>> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw asDiskError(error, path)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw usageError(`${path} is not JSON.`, error instanceof Error ? error.message : 'Check it.', { path })
  }
  if (Array.isArray(value) || typeof value !== 'object' || value === null)
    return { mapping: parseMapping(value) }
  const { mapping, columns } = value as { mapping?: unknown; columns?: unknown }
  return {
    mapping: parseMapping(mapping ?? []),
    ...(columns === undefined ? {} : { dataset: datasetColumns(parseColumns(columns, path)) }),
  }
}

const types = ['integer', 'number', 'boolean', 'date', 'datetime', 'string']

const parseColumns = (columns: unknown, path: string): DescribedColumn[] => {
  const fine =
    Array.isArray(columns) &&
    columns.every(
      (column: Partial<DescribedColumn> | null) =>
        typeof column?.name === 'string' && types.includes(String(column.type)),
    )
  if (!fine)
    throw usageError(
      `The columns in ${path} are not those of a dataset.`,
      `Give each a name and a type: ${types.join(', ')}.`,
      { path },
    )
  return (columns as DescribedColumn[]).map((column) => ({ ...column, nullable: column.nullable ?? true }))
}
