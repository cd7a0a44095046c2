import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from './clean.ts'
import { textSource } from './testing/textSource.ts'
import type { Choices, CleaningOptions } from './types.ts'

const rowsOf = async (csv: string, choices: Choices = {}, options: CleaningOptions = {}) => {
  const { ndjson, inspection } = await clean(textSource(csv), choices, options)
  const rows = new TextDecoder()
    .decode(ndjson)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { rows, inspection }
}

const column = async (csv: string, name: string, choices: Choices = {}, options: CleaningOptions = {}) =>
  (await rowsOf(csv, choices, options)).rows.map((row) => row[name])

const key = new Uint8Array(32).fill(7)
const notes =
  'id,notes\n1,"Ask Maria Schneider for the photo, she was born on 3 July 1988."\n2,"Please ask Maria Schneider again, or call 206-555-0142."\n'

describe('columns are judged as a whole', () => {
  it('a column whose name says that it holds names is one to the last line', async () => {
    expect(await column('first_name,size\nXqrt,1\nMaria,2\n', 'first_name')).toEqual(['[person]', '[person]'])
    expect(await column('home address,size\nsomewhere,1\n', 'home address')).toEqual(['[address]'])
  })

  it('a column of which most values are names is one, whatever it is called', async () => {
    const people = [
      'Maria Schneider',
      'John Smith',
      'Anna Kowalska',
      'Peter Johnson',
      'Laura Rossi',
      'James Brown',
      'Sofia Garcia',
      'David Miller',
      'Emma Wilson',
      'Xqrt Blorp',
    ]
    const csv = `who_did_it,size\n${people.map((name, i) => `${name},${i}\n`).join('')}`
    expect(new Set(await column(csv, 'who_did_it'))).toEqual(new Set(['[person]']))
  })

  it('short values that are no names stay, even where one of them is a name elsewhere', async () => {
    const csv = `species,site\n${[
      'Adelie',
      'Gentoo',
      'Chinstrap',
      'Rosa',
      'Iris',
      'Viola',
      'Jasmine',
      'Heather',
      'Basil',
    ]
      .map((name, i) => `${name},N${i}A1\n`)
      .join('')}`
    const { inspection } = await rowsOf(csv)
    expect(inspection.findings).toEqual([])
  })

  it('the samples’ figures have no false alarms, and what is planted in their notes is found', async () => {
    const folder = new URL('../../../samples/penguins/', import.meta.url)
    const found: string[] = []
    for (const name of readdirSync(folder)) {
      const { inspection } = await clean({ name, bytes: readFileSync(new URL(name, folder)) })
      found.push(...inspection.findings.map(({ type, where }) => `${type} in ${where.column}`))
    }
    expect(found.sort()).toEqual([
      'card in notes',
      'email in notes',
      'email in notes',
      'person in notes',
      'phone in notes',
    ])
  })

  it('dates of birth, ages and coordinates in columns are noted, and dealt with where it is asked for', async () => {
    const csv = 'birth_date,age,lat\n1988-07-03,37,52.52001\n1990-01-31,41,-13.40495\n'
    const { rows, inspection } = await rowsOf(csv)
    expect(rows[0]).toEqual({ birth_date: '1988-07-03', age: 37, lat: 52.52001 })
    expect(inspection.findings).toEqual([])
    expect(
      inspection.notes.flatMap(({ code, column, finding, count }) =>
        code === 'indirect-identifiers' ? [`${column} ${finding} ${count}`] : [],
      ),
    ).toEqual(['age age 2', 'birth_date birth-date 2', 'lat coordinates 2'])
    const actionsIn = [
      { column: 'birth_date', type: 'birth-date', action: 'generalise' },
      { column: 'age', type: 'age', action: 'generalise' },
      { column: 'lat', type: 'coordinates', action: 'generalise' },
    ] as const
    expect((await rowsOf(csv, { actionsIn })).rows).toEqual([
      { birth_date: '1988-01-01', age: 35, lat: 52.52 },
      { birth_date: '1990-01-01', age: 40, lat: -13.41 },
    ])
  })
})

describe('what can be done with a finding', () => {
  it('is redacted when nothing is said', async () => {
    expect(await column(notes, 'notes')).toEqual([
      'Ask [person] for the photo, she was born on [birth date].',
      'Please ask [person] again, or call [phone].',
    ])
  })

  it('gets one pseudonym wherever it stands in a dataset, and another in another', async () => {
    const actionsIn = [{ column: 'notes', type: 'person', action: 'pseudonymise' }] as const
    const of = async (dataset: string) =>
      (await column(notes, 'notes', { actionsIn }, { pseudonyms: { key, dataset } })).map(
        (text) => /Person-[0-9A-F]{8}/.exec(String(text))?.[0],
      )
    const [first, second] = await of('birds')
    expect(first).toBeDefined()
    expect(second).toBe(first)
    expect((await of('fish'))[0]).not.toBe(first)
  })

  it('asks for a key before it makes pseudonyms', async () => {
    const actionsIn = [{ column: 'notes', type: 'person', action: 'pseudonymise' }] as const
    await expect(clean(textSource(notes), { actionsIn })).rejects.toMatchObject({
      code: 'PSEUDONYM_KEY_MISSING',
    })
  })

  it('is made less exact where there is something less exact', async () => {
    const actionsIn = [{ column: 'notes', type: 'birth-date', action: 'generalise' }] as const
    expect((await column(notes, 'notes', { actionsIn }))[0]).toBe(
      'Ask [person] for the photo, she was born on 1988.',
    )
    await expect(
      clean(textSource(notes), { actionsIn: [{ column: 'notes', type: 'person', action: 'generalise' }] }),
    ).rejects.toMatchObject({ code: 'ACTION_UNSUITABLE' })
  })

  it('one finding’s action goes before its column’s', async () => {
    const { inspection } = await rowsOf(notes)
    const [first] = inspection.findings.filter(({ type }) => type === 'person')
    const kept = await column(notes, 'notes', {
      actions: [{ id: first?.id as string, action: 'keep' }],
      actionsIn: [{ column: 'notes', type: 'person', action: 'redact' }],
    })
    expect(kept[0]).toContain('Maria Schneider')
    expect(kept[1]).toContain('[person]')
  })

  it('what the member marks is taken out and kept in the report', async () => {
    const csv = 'id,notes\n1,Blorp says that the ring is loose\n'
    const add = [{ row: 1, column: 'notes', start: 0, end: 5, type: 'person' }] as const
    const { rows, inspection } = await rowsOf(csv, { add })
    expect(rows[0]?.notes).toBe('[person] says that the ring is loose')
    expect(inspection.report.body.added).toEqual(['r1c2:0-5:person'])
    expect(inspection.findings).toMatchObject([{ type: 'person', action: 'redact', added: true }])
    expect(inspection.report.body.findings).toMatchObject([{ redacted: 1, added: 1 }])
  })

  it.each([
    [{ row: 9, column: 'notes', start: 0, end: 5 }, 'UNKNOWN_PLACE'],
    [{ row: 1, column: 'notes', start: 0, end: 500 }, 'UNKNOWN_PLACE'],
    [{ row: 1, column: 'notes', start: 5, end: 5 }, 'UNKNOWN_PLACE'],
    [{ row: 1, column: 'nothing', start: 0, end: 5 }, 'UNKNOWN_COLUMN'],
  ])('%j is no place', async (place, code) => {
    await expect(clean(textSource(notes), { add: [{ ...place, type: 'person' }] })).rejects.toMatchObject({
      code,
    })
  })

  it('dates and places are counted in a note, and found where it is asked for', async () => {
    const csv = 'id,notes\n1,We left for Berlin on 14 March 2019 and came back late\n'
    const { rows, inspection } = await rowsOf(csv)
    expect(rows[0]?.notes).toContain('14 March 2019')
    expect(inspection.notes.map(({ finding }) => finding)).toContain('date')
    const actionsIn = [{ column: 'notes', type: 'date', action: 'generalise' }] as const
    expect(await column(csv, 'notes', { actionsIn })).toEqual([
      'We left for Berlin on 2019 and came back late',
    ])
  })
})

describe('cleaning twice', () => {
  const word = fc.constantFrom(
    'Maria Schneider',
    'ask',
    'Dr. Kim',
    'lives at',
    '221 Baker Street, London',
    '4111 1111 1111 1111',
    '206-555-0142',
    'ann@example.org',
    'the ring was loose',
    'in Berlin',
    'on 3 July 1988',
    'born',
    ',',
    '.',
    'SSN 536-22-8714',
  )
  const text = fc.array(word, { minLength: 4, maxLength: 12 }).map((words) => words.join(' '))

  it('finds nothing more, and leaves no checksummed number behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
        const csv = `id,notes\n${texts.map((one, i) => `${i},"${one}"\n`).join('')}`
        const once = await clean(textSource(csv))
        const lines = new TextDecoder().decode(once.ndjson)
        for (const number of ['4111', '206-555', 'ann@', '536-22']) expect(lines).not.toContain(number)
        const twice = await clean(textSource(once.ndjson, 'cleaned.jsonl'))
        expect(twice.inspection.findings).toEqual([])
        expect(twice.contentHash).toBe(once.contentHash)
      }),
      { seed: 104, numRuns: 80 },
    )
  })
})
