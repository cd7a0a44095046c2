/**
 * Writes stories for `test/ModelStories.t.sol`, one act a line, into the folder that forge keeps for what can be made
 * again. `POOL_STORIES` says how many: few by default, and many at night.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tellStory } from './tellStory.ts'

const count = Number(process.env.POOL_STORIES ?? 6)
const first = Number(process.env.POOL_STORIES_FIRST ?? 1)
const folder = fileURLToPath(new URL('../cache/stories/', import.meta.url))

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (let i = 0; i < count; i++) {
  const lines = tellStory(first + i).map((line) => JSON.stringify(line))
  writeFileSync(join(folder, `${i}.jsonl`), `${lines.join('\n')}\n`)
}
writeFileSync(join(folder, 'index.json'), JSON.stringify({ count, first }))
