import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { stages } from '@usufruct/sdk/domain/stages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Io } from './io.ts'
import { run } from './run.ts'
import { createRecordingIo } from './testing/recordingIo.ts'

const key = `0x${'ab'.repeat(32)}`
/** Nothing listens on the discard port. */
const nowhere = 'http://127.0.0.1:9'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'usufruct cli '))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const usufruct = async (args: string[], change: Partial<Io> = {}) => {
  const { io, said } = createRecordingIo(change)
  const code = await run(['--home', home, ...args], io, new AbortController().signal)
  return { code, ...said }
}

const penguins = async () => {
  const path = join(home, 'penguins.csv')
  await writeFile(path, 'species,note\nAdelie,write to ann@example.org\nGentoo,none\n')
  return path
}

describe('wrong use', () => {
  it.each([
    [['--nope'], 'Unknown option', 'usufruct --help'],
    [['datasets', '--nope'], 'Unknown option', 'usufruct datasets --help'],
    [['nope'], 'Unknown command', 'usufruct --help'],
    // An option's value is no command, though it is called like one.
    [['--home', 'inspect', 'acount'], 'Unknown command', 'Did you mean account?'],
    [['license', 'nope'], 'Unknown command', 'usufruct license --help'],
    [['dataset'], 'Missing required argument', 'usufruct dataset --help'],
    [['datasets', 'extra'], 'Too many arguments', 'usufruct datasets --help'],
    [['license', 'buy', '1'], 'Required option', 'usufruct license buy --help'],
    [['license', 'buy', 'one', '--months', '1'], 'no offer id', 'usufruct dataset NAME'],
    [['license', 'buy', '1', '--months', '0'], 'no number of months', '1 to 120'],
    [['download', '0x1', '--out', 'x'], 'no license id', 'license list --all'],
    [['contribute', 'x', '--dataset', 'd', '--origin', 'stolen'], 'invalid', 'usufruct contribute --help'],
    [['contribute', 'x', '--dataset', 'd', '--until', '2027-02-31'], 'no date', '2027-12-31'],
    [['--node', 'ftp://x', 'datasets'], 'no address', 'http://localhost:4747'],
    [['join'], 'none was named', '--as'],
    [['start', '--port', '70000'], 'no port', '65535'],
    [['review', 'score', '6', '--as', 'x'], 'no score', '5 excellent'],
    [[], 'command is missing', 'usufruct --help'],
    [['license'], 'command is missing', 'usufruct license --help'],
  ])('%j exits 2, says “%s” and hints at %s', async (args, message, hint) => {
    const { code, out, err } = await usufruct(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toContain(hint)
  })

  it('is said as JSON when that was asked for, wherever the option stands', async () => {
    for (const args of [
      ['--json', 'datasets', '--nope'],
      ['datasets', '--nope', '--json'],
    ]) {
      const { code, err, out } = await usufruct(args)
      expect([code, out]).toEqual([2, ''])
      expect(Object.keys(JSON.parse(err))).toEqual(['code', 'message', 'hint'])
    }
  })

  it('names the purposes there are', async () => {
    const path = await penguins()
    const { code, err } = await usufruct(['contribute', path, '--dataset', 'd', '--purposes', 'ai.evil'])
    expect(code).toBe(5)
    expect(err).toContain('ai.eval')
  })
})

describe('help', () => {
  it('lists the stages in order, and ends well', async () => {
    const { code, out, err } = await usufruct(['--help'])
    expect([code, err]).toEqual([0, ''])
    const places = stages.map(({ id, says }) => out.indexOf(`\n  ${id.padEnd(12)}${says}`))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(Math.min(...places)).toBeGreaterThan(0)
  })

  it('has a page for each command', async () => {
    const { code, out } = await usufruct(['license', 'buy', '--help'])
    expect(code).toBe(0)
    expect(out).toContain('--months')
  })
})

describe('without a node', () => {
  it.each([
    [['datasets']],
    [['status']],
    [['dataset', 'palmer-penguins']],
    [['license', 'list', '--all']],
    [['join', '--as', 'nobody']],
  ])('%j exits 6', async (args) => {
    const { code, err } = await usufruct(['--node', nowhere, '--json', ...args])
    expect(code).toBe(6)
    expect(JSON.parse(err)).toMatchObject({
      code: 'NODE_UNREACHABLE',
      hint: expect.stringMatching(/npm start/),
    })
  })

  it('inspects a file, and shows personal data only masked', async () => {
    const path = await penguins()
    const { code, out, err } = await usufruct(['inspect', path])
    expect([code, err.includes('ann@')]).toEqual([0, false])
    expect(out).toContain('email')
    expect(out).not.toContain('ann@example.org')
  })

  it('prints one JSON value of an inspection', async () => {
    const { code, out } = await usufruct(['inspect', await penguins(), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ name: 'penguins.csv', rows: 2, counts: { findings: 1 } })
  })

  it('says which file is missing, and that a folder is empty', async () => {
    expect((await usufruct(['inspect', join(home, 'nope.csv')])).code).toBe(4)
    const empty = join(home, 'empty')
    await mkdir(empty)
    expect((await usufruct(['inspect', empty])).code).toBe(5)
  })

  it('looks at every file of a folder and of the archives in it, also where one cannot be read', async () => {
    const folder = join(home, 'many')
    await mkdir(join(folder, 'below'), { recursive: true })
    await writeFile(join(folder, 'a.csv'), 'a,b\n1,2\n')
    await writeFile(join(folder, 'b.csv.gz'), gzipSync('a,b\n1,2\n3,4\n'))
    await writeFile(join(folder, 'below/c.bin'), new Uint8Array([0, 1, 2]))
    const { code, out } = await usufruct(['inspect', folder, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      files: [
        { name: 'a.csv', kind: 'table', format: 'csv', rows: 1, schema: [{ name: 'a' }, { name: 'b' }] },
        { name: 'b.csv', rows: 2, duplicates: { exact: 0, near: 0 }, rights: [] },
        { name: join('below', 'c.bin'), error: { code: 'BINARY_CONTENT' } },
      ],
      summary: { files: 3, unread: 1, rows: 3, invalid: 0, findings: 0 },
    })
    const told = (await usufruct(['inspect', folder])).out
    expect(told).toContain('3 files, 1 of them not to be read: 3 rows to lend')
  })

  it('reads standard input, and maps columns as a file says', async () => {
    const map = join(home, 'map.json')
    const mapping = [{ from: 'h', to: 'height', unit: { from: 'in', to: 'cm' } }]
    await writeFile(map, JSON.stringify({ mapping, columns: [{ name: 'height', type: 'number' }] }))
    const stdin = async function* () {
      yield new TextEncoder().encode('h,x\n10,1\n')
      yield new TextEncoder().encode('20,2\n')
    }
    const { code, out } = await usufruct(['inspect', '-', '--map', map, '--json'], { stdin })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      rows: 2,
      schema: [{ name: 'height', min: 25.4, max: 50.8 }],
      mapping: [{ from: 'h', to: 'height', unit: { factor: [127, 50] }, by: 'choice' }],
    })
    await writeFile(map, '[{"from":"h"}]')
    expect((await usufruct(['inspect', '-', '--map', map], { stdin })).code).toBe(2)
    expect((await usufruct(['inspect', '-', '--encoding', 'ebcdic'], { stdin })).code).toBe(2)
  })

  it('says that an empty file is bad input', async () => {
    const path = join(home, 'empty.csv')
    await writeFile(path, '')
    const { code, err } = await usufruct(['inspect', path, '--json'])
    expect([code, JSON.parse(err).code]).toEqual([5, 'EMPTY_FILE'])
  })
})

describe('account', () => {
  it('creates, lists, exports and imports', async () => {
    const made = JSON.parse((await usufruct(['account', 'create', 'ann', '--json'])).out)
    const exported = await usufruct(['account', 'export', 'ann'])
    expect(exported.err).toContain('Show it to nobody')
    await usufruct(['account', 'import', 'twin'], { readStdin: async () => exported.out })
    const { accounts } = JSON.parse((await usufruct(['--node', nowhere, 'account', 'list', '--json'])).out)
    expect(accounts).toMatchObject([
      { name: 'ann', address: made.address, from: 'home' },
      { name: 'twin', address: made.address, from: 'home' },
    ])
  })

  it('imports what export printed as JSON', async () => {
    await usufruct(['account', 'import', 'ann'], { readStdin: async () => `${key}\n` })
    const exported = await usufruct(['account', 'export', 'ann', '--json'])
    const again = await usufruct(['account', 'import', 'bob', '--json'], {
      readStdin: async () => exported.out,
    })
    expect(JSON.parse(again.out).address).toBe(JSON.parse(exported.out).address)
  })

  it('never writes over a key', async () => {
    await usufruct(['account', 'create', 'ann'])
    const { code, err } = await usufruct(['account', 'create', 'ann', '--json'])
    expect([code, JSON.parse(err).code]).toEqual([5, 'ACCOUNT_EXISTS'])
  })

  it.each(['../ann', 'Ann', '', 'a b', 'x'.repeat(41)])('refuses the name “%s”', async (name) => {
    expect((await usufruct(['account', 'create', name])).code).toBe(2)
  })

  it('does not repeat a bad key', async () => {
    const { code, err } = await usufruct(['account', 'import', 'ann'], {
      readStdin: async () => 'secret-thing',
    })
    expect(code).toBe(5)
    expect(err).not.toContain('secret-thing')
  })

  it('has none that was not made', async () => {
    expect((await usufruct(['account', 'export', 'nobody'])).code).toBe(4)
  })
})

it('shows a mistake of the program as such', async () => {
  const { code, err } = await usufruct(['account', 'import', 'ann', '--json'], {
    readStdin: async () => {
      throw new TypeError('the stream broke')
    },
  })
  expect([code, JSON.parse(err).code]).toEqual([1, 'INTERNAL'])
})

it('does not call it a mistake when somebody stops it', async () => {
  const stop = new AbortController()
  stop.abort()
  const { io, said } = createRecordingIo()
  const code = await run(['--home', home, '--json', 'inspect', await penguins()], io, stop.signal)
  expect([code, JSON.parse(said.err).code]).toEqual([1, 'INTERRUPTED'])
})
