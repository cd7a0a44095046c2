import { arrow } from './arrow/arrow.ts'
import { csv } from './csv.ts'
import type { ByteFormat, TextFormat } from './format.ts'
import { geojson } from './geojson.ts'
import { html } from './html.ts'
import { jsonArray } from './jsonArray.ts'
import { jsonl } from './jsonl.ts'
import { markdown } from './markdown.ts'
import { parquet } from './parquet/parquet.ts'
import { plainText } from './plainText.ts'
import { xlsx } from './xlsx/xlsx.ts'

/** Asked first, in this order. */
export const BYTE_FORMATS: readonly ByteFormat[] = [parquet, arrow, xlsx]

/** In order of precedence where two are equally sure. */
export const TEXT_FORMATS: readonly TextFormat[] = [html, geojson, jsonl, jsonArray, csv, markdown, plainText]
