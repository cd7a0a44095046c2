/** `node --import tsx inNode.ts FOLDER`: what becomes of each file there, in this version of Node, as JSON. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry, outcomeOf } from './outcomeOf.ts'

const [folder = '', to = ''] = process.argv.slice(2)
const entries: Entry[] = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
const outcomes: Record<string, string> = {}
for (const entry of entries)
  outcomes[entry.what] = await outcomeOf(entry, new Uint8Array(await readFile(join(folder, entry.file))))
await writeFile(to, JSON.stringify({ versions: process.versions, outcomes }))
