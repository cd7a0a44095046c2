import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { jsonArray } from './jsonArray.ts'
import { jsonl } from './jsonl.ts'
import { plainText } from './plainText.ts'

/** In order of precedence where two are equally sure. */
export const FORMATS: readonly Format[] = [jsonl, jsonArray, csv, plainText]
