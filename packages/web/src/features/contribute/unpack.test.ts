import { gzipOf, tarOf, utf8, zipOf } from '@usufruct/cleaning/hostile/build'
import { describe, expect, it } from 'vitest'
import { unpack } from './unpack.ts'

const packed = (bytes: Uint8Array, name = 'trip.zip') =>
  new File([bytes as Uint8Array<ArrayBuffer>], name, { lastModified: 7 })
const days = ['1', '2'].map((day) => ({ path: `notes/day-${day}.csv`, bytes: utf8(`a,b\n${day},x\n`) }))
const texts = async (file: File) => {
  const members = (await unpack(file, {})) ?? []
  return Promise.all(
    members.map(async (one) => [one.name, 'file' in one ? await one.file.text() : one.error] as const),
  )
}

describe('an archive', () => {
  it('of several files is those files, each with the archive in its name', async () => {
    const expected = [
      ['trip.zip/notes/day-1.csv', 'a,b\n1,x\n'],
      ['trip.zip/notes/day-2.csv', 'a,b\n2,x\n'],
    ]
    expect(await texts(packed(zipOf(days)))).toEqual(expected)
    const inTar = expected.map(([name, text]) => [name?.replace('.zip', '.tar'), text])
    expect(await texts(packed(gzipOf(tarOf(days)), 'trip.tar.gz'))).toEqual(inTar)
  })

  it('gives the others where one file in it is damaged, and says which', async () => {
    const [first, second] = days as [(typeof days)[0], (typeof days)[0]]
    const [one, other] = await texts(packed(zipOf([{ ...first, crc: 1 }, second])))
    expect(one).toEqual(['trip.zip/notes/day-1.csv', expect.objectContaining({ code: 'DAMAGED_FILE' })])
    expect(other?.[1]).toBe('a,b\n2,x\n')
  })

  it('is left to be read as what is in it where there is one file, or none', async () => {
    expect(await unpack(packed(zipOf(days.slice(1))), {})).toBeNull()
    expect(await unpack(packed(utf8('a,b\n1,2\n'), 'a.csv'), {})).toBeNull()
  })

  it('counts no folders and no litter, and all files of archives in it together', async () => {
    const tidy = Array.from({ length: 300 }, (_, i) => [
      { path: `${i}.csv`, bytes: utf8('a') },
      { path: `__MACOSX/._${i}.csv`, bytes: utf8('x') },
    ])
    expect(await unpack(packed(zipOf(tidy.flat())), {})).toHaveLength(300)
    const inner = zipOf(Array.from({ length: 260 }, (_, i) => ({ path: `${i}.csv`, bytes: utf8('a') })))
    const nested = zipOf([
      { path: '1.zip', bytes: inner },
      { path: '2.zip', bytes: inner },
    ])
    await expect(unpack(packed(nested), {})).rejects.toMatchObject({ code: 'TOO_MANY_FILES' })
  })

  it('with a damaged archive in it gives the others, and says which', async () => {
    const cut = zipOf(days).slice(0, 60)
    const [one, other] = await texts(packed(zipOf([{ path: 'old.zip', bytes: cut }, ...days])))
    expect([one?.[0], other?.[1]]).toEqual(['trip.zip/old.zip', 'a,b\n1,x\n'])
  })

  it('of more than anyone means to look through is refused as a whole', async () => {
    const many = Array.from({ length: 501 }, (_, i) => ({ path: `${i}.csv`, bytes: utf8('a') }))
    await expect(unpack(packed(zipOf(many)), {})).rejects.toMatchObject({ code: 'TOO_MANY_FILES' })
  })
})
