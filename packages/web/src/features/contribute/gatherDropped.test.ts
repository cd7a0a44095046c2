import { describe, expect, it } from 'vitest'
import { gatherChosen, gatherDropped, mostFiles } from './gatherDropped.ts'

const base = { filesystem: undefined as never, getParent: () => undefined }

const fileEntry = (path: string): FileSystemFileEntry => {
  const name = path.split('/').at(-1) ?? ''
  const file = (resolve: (file: File) => void) => resolve(new File(['x'], name))
  return { ...base, isFile: true, isDirectory: false, name, fullPath: path, file }
}
const folderEntry = (path: string, inside: FileSystemEntry[], portion = 2): FileSystemDirectoryEntry => {
  const createReader = () => {
    const left = [...inside]
    return {
      readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(left.splice(0, portion)),
    }
  }
  const rest = { getDirectory: () => undefined, getFile: () => undefined }
  const name = path.split('/').at(-1) ?? ''
  return { ...base, ...rest, isFile: false, isDirectory: true, name, fullPath: path, createReader }
}
const item = (entry: FileSystemEntry | null, file: File | null = null) => ({
  kind: 'file',
  webkitGetAsEntry: () => entry,
  getAsFile: () => file,
})

describe('gatherDropped', () => {
  it('walks into folders, names files by their path, and leaves out what nobody put there', async () => {
    const deep = folderEntry('/birds/2009', [
      fileEntry('/birds/2009/b.csv'),
      fileEntry('/birds/2009/.DS_Store'),
    ])
    const folder = folderEntry('/birds', [fileEntry('/birds/a.csv'), deep, fileEntry('/birds/c.csv')])
    const { files, more } = await gatherDropped([item(folder), item(fileEntry('/alone.csv'))])
    expect(files.map(({ name }) => name)).toEqual([
      'birds/2009/b.csv',
      'birds/a.csv',
      'birds/c.csv',
      'alone.csv',
    ])
    expect(more).toBe(false)
  })

  it('takes plain files where the browser has no entries, and no text that was dropped', async () => {
    const text = { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null }
    const { files } = await gatherDropped([text, item(null, new File(['x'], 'plain.csv'))])
    expect(files.map(({ name }) => name)).toEqual(['plain.csv'])
  })

  it('stops at a number that a person can look through, and says so', async () => {
    const many = Array.from({ length: mostFiles + 1 }, (_, n) => fileEntry(`/many/${n}.csv`))
    const { files, more } = await gatherDropped([item(folderEntry('/many', many))])
    expect([files.length, more]).toEqual([mostFiles, true])
  })
})

describe('gatherChosen', () => {
  it('names the files of a chosen folder by their path', () => {
    const inFolder = Object.defineProperty(new File(['x'], 'a.csv'), 'webkitRelativePath', {
      value: 'birds/a.csv',
    })
    const { files } = gatherChosen([inFolder, new File(['x'], 'b.csv'), new File(['x'], '.hidden')])
    expect(files.map(({ name }) => name)).toEqual(['birds/a.csv', 'b.csv'])
  })
})
