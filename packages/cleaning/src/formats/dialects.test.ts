import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { inspectFile } from '../inspectFile.ts'
import { textSource } from '../testing/textSource.ts'

const lines = async (text: string | Uint8Array, name = 'file') =>
  new TextDecoder().decode((await clean(textSource(text, name))).ndjson)

const AS = '{"a":1,"b":"x"}\n{"a":2,"b":"y z"}\n'

describe('dialects of CSV', () => {
  it.each([
    ['commas', 'a,b\n1,x\n2,y z\n'],
    ['semicolons', 'a;b\n1;x\n2;y z\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty z\n'],
    ['pipes', 'a|b\n1|x\n2|y z\n'],
    ['carets', 'a^b\n1^x\n2^y z\n'],
    ['tildes', 'a~b\n1~x\n2~y z\n'],
    ['single quotes', "a;b\n'1';'x'\n'2';'y z'\n"],
    ['comments', '# made by hand\n# in 2020\na,b\n1,x\n2,y z\n'],
    ['carriage returns', 'a,b\r1,x\r2,y z\r'],
  ])('%s', async (_, text) => {
    expect(await lines(text)).toBe(AS)
  })

  it('blanks, any number of them', async () => {
    expect(await lines('x   y  z\n1.5 2    3\n  4 5 6 \n7 8 9\n')).toBe(
      '{"x":1.5,"y":2,"z":3}\n{"x":4,"y":5,"z":6}\n{"x":7,"y":8,"z":9}\n',
    )
  })

  it('quotes after a backslash', async () => {
    expect(await lines('a,b\n1,"say \\"x\\", y"\n2,"\\\\"\n')).toBe(
      '{"a":1,"b":"say \\"x\\", y"}\n{"a":2,"b":"\\\\"}\n',
    )
  })

  it('says how many lines were comments', async () => {
    const { notes } = await inspectFile(textSource('# x\na,b\n1,2\n#3,4\n', 'file'))
    expect(notes).toMatchObject([{ code: 'comment-lines', count: 2 }])
  })

  it('leaves prose alone', async () => {
    const prose = 'The bird sat down.\nIt was tired now.\nIt slept all day.\n'
    expect((await inspectFile(textSource(prose, 'file'))).format).toBe('text')
  })
})

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const ascii = (text: string) =>
  Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')

describe('older encodings, by the letters that follow each other', () => {
  it.each([
    // имя,город / Иван Петров,Москва / Анна Смирнова,Казань
    [
      'windows-1251',
      'e8ecff2ce3eef0eee40ac8e2e0ed20cfe5f2f0eee22ccceef1eae2e00ac0edede020d1ece8f0edeee2e02ccae0e7e0edfc0a',
      'имя',
    ],
    [
      'koi8-r',
      'c9cdd12cc7cfd2cfc40ae9d7c1ce20f0c5d4d2cfd72cedcfd3cbd7c10ae1cecec120f3cdc9d2cecfd7c12cebc1dac1ced80a',
      'имя',
    ],
    // 名前,都市,身長 / 田中太郎,東京,181 / 鈴木花子,大阪,165 / カタカナ テスト,京都,170
    [
      'shift_jis',
      '96bc914f2c93738e732c906792b70a9363928691be98592c938c8b9e2c3138310a97e996d889d48e712c91e58de32c3136350a834a835e834a8369208365835883672c8b9e93732c3137300a',
      '名前',
    ],
    // 姓名,城市 / 张伟,北京 / 王芳,上海
    ['gb18030', 'd0d5c3fb2cb3c7cad00ad5c5ceb02cb1b1bea90acdf5b7bc2cc9cfbaa30a', '姓名'],
    // imię,miasto / Łukasz,Łódź / Zofia Jabłońska,Gdańsk / Stanisław Święcicki,Kraków
    [
      'iso-8859-2',
      `${ascii('imi')}ea${ascii(',miasto\n')}a3${ascii('ukasz,')}a3f3${ascii('d')}bc${ascii('\nZofia Jab')}b3${ascii('o')}f1${ascii('ska,Gda')}f1${ascii('sk\nStanis')}b3${ascii('aw ')}a6${ascii('wi')}ea${ascii('cicki,Krak')}f3${ascii('w\n')}`,
      'imię',
    ],
  ])('%s', async (encoding, hex, first) => {
    const inspection = await inspectFile(textSource(bytes(hex), 'x.csv'))
    expect(inspection).toMatchObject({ encoding, notes: [{ code: 'legacy-encoding' }] })
    expect(inspection.schema[0]?.name).toBe(first)
  })

  it('is what it is told to be', async () => {
    const text = bytes(`${ascii('a,b\n')}c4${ascii(',1\n')}`)
    const { schema, encoding } = await inspectFile(textSource(text, 'x.csv'), { encoding: 'koi8-r' })
    expect([encoding, schema.length]).toEqual(['koi8-r', 2])
  })

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('%s without its mark', async (encoding) => {
    const size = encoding.startsWith('utf-16') ? 2 : 4
    const text = 'name,n\nann,1\nbob,2\n'
    const bytes = new Uint8Array(text.length * size)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < text.length; i++) {
      if (size === 2) view.setUint16(i * 2, text.charCodeAt(i), encoding.endsWith('le'))
      else view.setUint32(i * 4, text.charCodeAt(i), encoding.endsWith('le'))
    }
    expect(await inspectFile(textSource(bytes, 'x.csv'))).toMatchObject({ encoding, rows: 2 })
  })
})
