/** Folders are for people, too: what lies in them that nobody put there is not lent. */
const hidden = (name: string) => name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini'

/** More than anyone means to look through in one go. */
export const mostFiles = 500

export type Gathered = {
  files: File[] /** Left out, since there were more than `mostFiles`. */
  more: boolean
}

const named = (file: File, path: string) =>
  path === file.name ? file : new File([file], path, { type: file.type, lastModified: file.lastModified })

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A folder tells of its entries in portions, the last of them empty. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader()
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return
    yield* entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

async function* filesIn(entry: FileSystemEntry): AsyncGenerator<File> {
  if (hidden(entry.name)) return
  if (entry.isFile) {
    yield named(await fileOf(entry as FileSystemFileEntry), entry.fullPath.replace(/^\//, ''))
    return
  }
  for await (const inside of entriesOf(entry as FileSystemDirectoryEntry)) yield* filesIn(inside)
}

/** What was chosen by hand. Files of a folder are called by their path in it. */
export const gatherChosen = (list: Iterable<File>): Gathered => {
  const files = [...list].filter(({ name }) => !hidden(name))
  return {
    files: files.slice(0, mostFiles).map((file) => named(file, file.webkitRelativePath || file.name)),
    more: files.length > mostFiles,
  }
}

/** The files of a drop, those in its folders included, by their paths. The list of a drop is empty once its event is
 * over, so the entries are taken at once. */
export const gatherDropped = async (
  items: ArrayLike<Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'>>,
): Promise<Gathered> => {
  const dropped = Array.from(items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const files: File[] = []
  for (const { entry, file } of dropped) {
    if (!entry) {
      if (file) files.push(file)
      continue
    }
    for await (const found of filesIn(entry)) {
      if (files.length >= mostFiles) return { files, more: true }
      files.push(found)
    }
  }
  return { files, more: false }
}
