// Splits the raw Palmer penguin table into the sample's files:
//   node scripts/make-samples.mjs path/to/penguins_raw.csv
// The table is `penguins_raw.csv` of the R package palmerpenguins (CC0). The files are committed, so this only
// has to run again when the split changes. What it plants is said in samples/README.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const samples = join(dirname(fileURLToPath(import.meta.url)), '..', 'samples')

/** Quoted fields hold commas but no line breaks or quotes in this table. */
const readCsv = (text) => {
  const [head, ...lines] = text.trim().split(/\r?\n/)
  const cells = (line) =>
    [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? '')
  const names = cells(head)
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at], cell])))
}

const known = (cell) => (cell === 'NA' ? '' : cell)

const toRow = (raw) => ({
  study: raw.studyName,
  individual: raw['Individual ID'],
  species: raw.Species.split(' ')[0],
  island: raw.Island,
  egg_date: known(raw['Date Egg']),
  bill_length_mm: known(raw['Culmen Length (mm)']),
  bill_depth_mm: known(raw['Culmen Depth (mm)']),
  flipper_length_mm: known(raw['Flipper Length (mm)']),
  body_mass_g: known(raw['Body Mass (g)']),
  sex: known(raw.Sex).toLowerCase(),
})

const quoted = (cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

const write = (path, rows) => {
  const names = Object.keys(rows[0])
  const lines = [names, ...rows.map((row) => names.map((name) => quoted(row[name])))]
  writeFileSync(join(samples, path), `${lines.map((line) => line.join(',')).join('\n')}\n`)
  console.log(`${path}: ${rows.length} rows`)
}

const withNotes = (rows, notes) => rows.map((row, at) => ({ ...row, notes: notes[at] ?? '' }))

const path = process.argv[2]
if (!path) {
  console.error('Usage: node scripts/make-samples.mjs path/to/penguins_raw.csv')
  process.exit(2)
}
const all = readCsv(readFileSync(path, 'utf8')).map(toRow)
const part = (island, species, ...studies) =>
  all.filter((row) => row.island === island && row.species === species && studies.includes(row.study))

// Studies are named by their season: PAL0708 is the southern summer of 2007/08.
const [first, second, third] = ['PAL0708', 'PAL0809', 'PAL0910']

write('penguins/torgersen-adelie-2007.csv', part('Torgersen', 'Adelie', first))
write('penguins/torgersen-adelie-2008.csv', part('Torgersen', 'Adelie', second))
write('penguins/torgersen-adelie-2009.csv', part('Torgersen', 'Adelie', third))
write('penguins/biscoe-adelie.csv', part('Biscoe', 'Adelie', first, second, third))
write('penguins/dream-adelie-2007-2008.csv', part('Dream', 'Adelie', first, second))
write('penguins/dream-adelie-2009.csv', part('Dream', 'Adelie', third))
write('penguins/dream-chinstrap-2007.csv', part('Dream', 'Chinstrap', first))
write('penguins/biscoe-gentoo-2008.csv', part('Biscoe', 'Gentoo', second))
write('penguins/biscoe-gentoo-2009.csv', part('Biscoe', 'Gentoo', third))

// Planted: notes with personal data. Address, numbers and card are reserved for examples and tests.
const gentoo = part('Biscoe', 'Gentoo', first)
write(
  'penguins/biscoe-gentoo-2007-with-notes.csv',
  withNotes(gentoo, {
    1: 'Ring was loose. Ask kim.berg@example.org for the photo.',
    4: 'Call Kim on +44 20 7946 0958 before the next visit',
    9: 'Scale repaired, paid with card 4111 1111 1111 1111',
    14: 'Calm bird, measured twice',
    20: 'Nest moved since last year. kim.berg@example.org has the map.',
  }),
)

// Planted: every second bird carries another species' label.
const chinstrap = part('Dream', 'Chinstrap', second)
write(
  'penguins/dream-chinstrap-2008-mislabelled.csv',
  chinstrap.map((row, at) => (at % 2 ? row : { ...row, species: 'Gentoo' })),
)

// Planted: a colleague's file again, row by row.
write('penguins/dream-chinstrap-2007-again.csv', part('Dream', 'Chinstrap', first))

// Held back from the story, for a newcomer to lend by hand.
write(
  'try-it/field-notes.csv',
  withNotes(part('Dream', 'Chinstrap', third), {
    2: 'Second egg laid two days later',
    5: 'Boat is late, ring Ola on +44 20 7946 0123',
    11: 'Band replaced',
  }),
)
