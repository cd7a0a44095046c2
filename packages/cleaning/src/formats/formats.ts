import { csv } from './csv.ts'
import type { ByteFormat, TextFormat } from './format.ts'
import { jsonArray } from './jsonArray.ts'
import { jsonl } from './jsonl.ts'
import { parquet } from './parquet/parquet.ts'
import { plainText } from './plainText.ts'

/** Asked first, in this order. */
export const BYTE_FORMATS: readonly ByteFormat[] = [parquet]

/** In order of precedence where two are equally sure. */
export const TEXT_FORMATS: readonly TextFormat[] = [jsonl, jsonArray, csv, plainText]
